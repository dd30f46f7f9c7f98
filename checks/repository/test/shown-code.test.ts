import { globSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../tools/workspace/workspace.ts";
import { read, repositoryFiles } from "../src/tree.ts";

/**
 * Code that a page shows word for word from a file: `<!-- code: path/from/the/root.ts -->` above
 * the block.
 */
const SHOWN = /<!-- code: (\S+) -->\n```\w+\n([\s\S]*?)```/g;
const BLOCK = /^```(?!sh\b)\w+\n[\s\S]*?```/gm;

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

  const guides = repositoryFiles().filter((file) => /^docs\/guides\/.*\.md$/.test(file));

  test.each(guides)("every block of %s is a file that runs", (guide) => {
    expect(Array.from(read(guide).matchAll(SHOWN))).toHaveLength(
      Array.from(read(guide).matchAll(BLOCK)).length,
    );
  });

  test("every project that is installed for a guide is shown in one", () => {
    const projects = readdirSync(join(root, "checks/guides/projects"));
    const shownProjects = shown
      .filter(({ page }) => guides.includes(page))
      .flatMap(({ file }) => /^checks\/guides\/projects\/([^/]+)\//.exec(file)?.[1] ?? []);
    expect([...new Set(shownProjects)].toSorted()).toEqual(projects.toSorted());
  });

  test.each(guides)("%s is listed among the guides", (guide) => {
    const name = guide.replace("docs/guides/", "");
    expect(read("docs/guides/README.md")).toContain(name === "README.md" ? "# Guides" : `](${name})`);
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
