import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { markdownBlocks, packageBlocks } from "../../../tools/readme-code/code-blocks.ts";
import { problemsIn } from "../../../tools/readme-code/type-check.ts";
import { publishedPackages, root } from "../../../tools/workspace/workspace.ts";

// Inbox and adapters show each other, and cannot both depend on the other. The demo depends on all.
const demo = join(root, "apps/demo");
const shownIn: Readonly<Record<string, string>> = {
  inbox: demo,
  "inbox-bullmq": demo,
  "inbox-pg-boss": demo,
};

test.each(publishedPackages())(
  "the code in the README and the docblocks of $id compiles",
  ({ folder, id }) => {
    const blocks = packageBlocks(folder);
    expect(blocks.map(({ file }) => file)).toContain("README.md");
    expect(problemsIn(shownIn[id] ?? folder, blocks)).toEqual([]);
  },
  60_000,
);

test("the code in the README of the repository compiles", () => {
  const blocks = markdownBlocks("README.md", readFileSync(join(root, "README.md"), "utf8"));
  expect(blocks).toHaveLength(3); // Express, an inbox, and verify() by hand
  // As if it stood in the benchmarks, which depend on every provider, the inbox and Express.
  expect(problemsIn(join(root, "checks/benchmarks"), blocks)).toEqual([]);
}, 60_000);
