import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { packageBlocks } from "../../../tools/readme-code/code-blocks.ts";
import { problemsIn } from "../../../tools/readme-code/type-check.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

it("the code in the README and in every docblock compiles", () => {
  const blocks = packageBlocks(folder);
  expect(blocks.map(({ file }) => file)).toEqual(
    expect.arrayContaining(["README.md", "src/inbox.ts", "src/sqlite.ts", "src/store-contract.ts"]),
  );
  expect(problemsIn(folder, blocks)).toEqual([]);
}, 30_000);
