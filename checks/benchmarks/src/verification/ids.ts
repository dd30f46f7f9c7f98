import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const packages = join(findRoot(import.meta.dirname), "packages");

/**
 * The provider packages that are measured: those with shapes written by hand. Their folder is the
 * id. `github-budgets` measures github.
 */
export const ids: readonly string[] = readdirSync(packages).filter((id) =>
  existsSync(join(packages, id, "src/shapes.ts")),
);

/** A folder of a provider package. */
export function folderOf(id: string): string {
  return join(packages, id);
}

/** The URL of an entry point as it was built for Node. */
export function builtEntry(id: string, subpath: "." | "./signature"): string {
  const { exports } = JSON.parse(readFileSync(join(packages, id, "package.json"), "utf8")) as {
    exports: Record<string, Target & { readonly node?: Target }>;
  };
  const { node, import: common } = exports[subpath]!;
  return pathToFileURL(join(packages, id, (node?.import ?? common).default)).href;
}

interface Target {
  readonly import: { readonly default: string };
}

/** The repository, from a source or from a measuring program that was made of it. */
function findRoot(folder: string): string {
  return existsSync(join(folder, "pnpm-workspace.yaml")) ? folder : findRoot(dirname(folder));
}
