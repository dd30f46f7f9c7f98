import { describe, expect, test } from "vitest";
import { fileCircles, folderCircles, importsOfTheTop } from "../src/folder-arrows.ts";
import { sourceTrees } from "../src/source-trees.ts";

const trees = sourceTrees();
const published = trees.filter(({ name }) => name.startsWith("packages/"));

describe.each(trees)("$name", ({ files }) => {
  test("has no folder that points back up", () => {
    expect(folderCircles(files)).toEqual([]);
  });

  test("has no circle of files, not even of types", () => {
    expect(fileCircles(files)).toEqual([]);
  });
});

describe.each(published)("$name", ({ files, entries }) => {
  test("imports none of its entry points from within a folder", () => {
    expect(importsOfTheTop(files, entries)).toEqual([]);
  });
});

test("packages, checks, tools and apps are looked at, with their imports", () => {
  const names = trees.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["packages/core", "checks/repository", "tools", "tools/build", "apps/demo"]),
  );
  const core = trees.find(({ name }) => name === "packages/core")!;
  expect(core.entries).toContain("index.ts");
  expect([...core.files.values()].flat().length).toBeGreaterThan(core.files.size);
});
