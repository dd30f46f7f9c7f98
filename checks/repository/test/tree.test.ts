import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryFiles } from "../src/tree.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([".readme-code-Ab12Cd", "node_modules", "dist"])("leaves out what a run makes: %s", (name) => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "block-0.ts"), "");
  writeFileSync(join(folder, "written.ts"), "");
  expect(repositoryFiles(folder).map((file) => basename(file))).toEqual(["written.ts"]);
});
