import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { TEMPORARY_PREFIX } from "../../../tools/readme-code/type-check.ts";
import { root } from "../../../tools/workspace/workspace.ts";

/**
 * What installs, builds and test runs leave behind. Named here since the tests must run without
 * git, too.
 */
const LEFT_BEHIND = new Set([".git", "node_modules", "dist", ".turbo", "coverage", "logs"]);

/** Every file of the repository, relative to its top. */
export function repositoryFiles(folder = root): readonly string[] {
  return (
    readdirSync(folder, { withFileTypes: true })
      // Another test may be compiling there, and delete what we are about to read.
      .filter(({ name }) => !name.startsWith(TEMPORARY_PREFIX))
      .filter(({ name }) => !LEFT_BEHIND.has(name) && !/\.(?:tgz|tsbuildinfo|log)$/.test(name))
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? repositoryFiles(path) : [relative(root, path)];
      })
  );
}

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
