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

const ofPackages = publishedPackages().map(({ folder, id }) => ({
  id,
  folder: shownIn[id] ?? folder,
  blocks: packageBlocks(folder).map((block) => ({ ...block, file: `packages/${id}/${block.file}` })),
}));

const ofRepository = {
  // As if it stood in the benchmarks, which depend on every provider, the inbox and Express.
  folder: join(root, "checks/benchmarks"),
  blocks: markdownBlocks("README.md", readFileSync(join(root, "README.md"), "utf8")),
};

test("every README has code", () => {
  for (const { id, blocks } of ofPackages) {
    expect(blocks.map(({ file }) => file)).toContain(`packages/${id}/README.md`);
  }
  expect(ofRepository.blocks).toHaveLength(3); // Express, an inbox, and verify() by hand
});

test("the code in every README and docblock compiles", () => {
  expect(problemsIn(...ofPackages, ofRepository)).toEqual([]);
}, 60_000);
