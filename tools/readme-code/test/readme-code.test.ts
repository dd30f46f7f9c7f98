import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { docblockBlocks, markdownBlocks, type CodeBlock } from "../code-blocks.ts";
import { problemsIn } from "../type-check.ts";

const core = fileURLToPath(new URL("../../../packages/core", import.meta.url));

const markdown = [
  "# Title",
  "",
  "```ts",
  'import { WebhookError } from "@flaghook/core";',
  "```",
  "",
  "```sh",
  "pnpm test",
  "```",
  "",
  "```ts",
  "export const one: string = 1;",
  "```",
  "",
].join("\n");

const source = [
  "/**",
  " * Does a thing.",
  " *",
  " * @example",
  " * ```ts",
  " * export const list = [",
  " *   1,",
  " * ];",
  " * ```",
  " */",
  "export function thing(): void {}",
  "",
].join("\n");

it("finds the TypeScript in a Markdown text, with its lines", () => {
  expect(markdownBlocks("README.md", markdown)).toEqual([
    { file: "README.md", line: 4, code: 'import { WebhookError } from "@flaghook/core";\n' },
    { file: "README.md", line: 12, code: "export const one: string = 1;\n" },
  ]);
});

it("finds the examples in docblocks, without their stars", () => {
  expect(docblockBlocks("src/thing.ts", source)).toEqual([
    { file: "src/thing.ts", line: 6, code: "export const list = [\n  1,\n];\n" },
  ]);
});

describe("the compiler", () => {
  it("is asked about every block by itself, and names the line of the document", () => {
    const blocks: readonly CodeBlock[] = [
      ...markdownBlocks("README.md", markdown),
      { file: "src/thing.ts", line: 3, code: 'import "@flaghook/core/nothing";\n' },
      { file: "src/thing.ts", line: 9, code: "export const one = 2;\n" },
    ];
    expect(problemsIn({ folder: core, blocks })).toEqual([
      "README.md:12 error TS2322: Type 'number' is not assignable to type 'string'.",
      expect.stringMatching(/^src\/thing\.ts:3 error TS\d+: Cannot find module .*'@flaghook\/core\/nothing'/),
    ]);
  });
});
