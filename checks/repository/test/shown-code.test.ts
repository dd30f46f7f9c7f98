import { globSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../tools/workspace/workspace.ts";
import { read, repositoryFiles } from "../src/tree.ts";

/**
 * Code that a page shows word for word from a file: `<!-- code: path/from/the/root.ts -->` above
 * the block.
 */
const SHOWN = /<!-- code: (\S+) -->\n```ts\n([\s\S]*?)```/g;

const shown = repositoryFiles()
  .filter((file) => file.endsWith(".md"))
  .flatMap((page) =>
    Array.from(read(page).matchAll(SHOWN), ([, file, code]) => ({
      page,
      file: file!,
      code: code!,
    })),
  );

describe("code that pages show from files", () => {
  test.each(shown)("$page shows $file as it is", ({ file, code }) => {
    expect(code).toBe(read(file));
  });

  test("every example and recipe is shown somewhere", () => {
    const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `examples/${name}/app.ts`);
    const recipes = globSync("packages/*/test/recipes/*.ts", { cwd: root });
    expect(recipes).toContain("packages/adapters/test/recipes/receiver.ts");
    expect(shown.map(({ file }) => file)).toEqual(expect.arrayContaining([...examples, ...recipes]));
  });
});
