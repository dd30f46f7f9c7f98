import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../tools/workspace/workspace.ts";
import { read } from "../src/tree.ts";

const folders = readdirSync(join(root, "checks"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();
const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };

test("every check has a script named for its folder, and no script is for a check that is gone", () => {
  const checks = Object.keys(scripts).flatMap((name) => /^check:(.+)$/.exec(name)?.[1] ?? []);
  expect(checks.toSorted()).toEqual(folders);
});

test("every script of a check runs what is in its folder", () => {
  const strays = folders.filter(
    (folder) => scripts[`check:${folder}`]?.includes(`checks/${folder}/`) !== true,
  );
  expect(strays).toEqual([]);
});

test("every check is a step of .ci/run", () => {
  expect(read(".ci/run")).toContain('for folder in checks/*/; do\n  check=$(basename "$folder")');
  expect(read(".ci/run")).toContain('steps+=("$check $pnpm check:$check")');
});
