import { describe, expect, test } from "vitest";
import { entrySources, publishedPackages } from "../../../tools/workspace/workspace.ts";
import { exportsOf } from "../src/exports.ts";

const entries = publishedPackages().flatMap((one) =>
  Object.entries(entrySources(one)).map(([subpath, file]) => ({
    name: one.manifest.name + subpath.slice(1),
    file,
  })),
);

describe.each(entries)("$name", ({ file }) => {
  const own = exportsOf(file).filter(({ declaration }) => declaration !== undefined);

  test("says of every export what it does", () => {
    expect(own.filter(({ docblock }) => docblock === undefined).map(({ name }) => name)).toEqual([]);
  });

  test("says what each export is before any tag", () => {
    const silent = own.filter(({ docblock = "" }) => /^[\s*]*(?:@|$)/.test(docblock));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

test("exports are found at all", () => {
  const packages = new Set(entries.map(({ name }) => name.split("/")[1]));
  // A program exports nothing.
  expect(packages.size).toBe(publishedPackages().filter(({ manifest }) => manifest.bin === undefined).length);
  const main = entries.filter(({ name }) => name.split("/").length === 2);
  for (const { file } of main) expect(exportsOf(file).length).toBeGreaterThan(2);
});
