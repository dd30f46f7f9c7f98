import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, it } from "vitest";
import { DAMAGES as SIGNATURE_DAMAGES, TOKEN_DAMAGES } from "../../src/explain/damages.ts";

const DAMAGES = [...new Set([...SIGNATURE_DAMAGES, ...TOKEN_DAMAGES])];

it("each damage has an id of its own, and is undone, guessed or shown", () => {
  expect(new Set(DAMAGES.map(({ id }) => id)).size).toBe(DAMAGES.length);
  expect(
    DAMAGES.filter(
      ({ undo, guess, signs }) => undo === undefined && guess === undefined && signs === undefined,
    ),
  ).toEqual([]);
});

it("titles are sentences", () => {
  expect(DAMAGES.map(({ title }) => title).filter((title) => !/^[A-Z].*\.$/.test(title))).toEqual([]);
});

it("no file of a damage is left out of the list", () => {
  const folder = new URL("../../src/explain/", import.meta.url);
  const files = globSync("*/*.ts", { cwd: folder }).filter((file) =>
    readFileSync(new URL(file, folder), "utf8").includes(": Damage = {"),
  );
  expect(files.map((file) => basename(file, ".ts")).sort()).toEqual(DAMAGES.map(({ id }) => id).sort());
});

it("the guide has a row for each cause", () => {
  const guide = readFileSync(new URL("../../../../docs/explain.md", import.meta.url), "utf8");
  const rows = [...guide.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, id]) => id!);
  expect(rows.sort()).toEqual(DAMAGES.map(({ id }) => id).sort());
});
