import { existsSync, globSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readManifest, root } from "../../../tools/workspace/workspace.ts";
import { importsOf } from "./imports.ts";
import type { FileArrows } from "./folder-arrows.ts";

/** The sources of one package, or of one folder of tools that are run as they are. */
export interface SourceTree {
  /** As `packages/core`. */
  readonly name: string;
  readonly files: FileArrows;
  /** Files that others import by a subpath of the package, or nothing where nobody can. */
  readonly entries: readonly string[];
}

/** Every package of the repository: published ones, checks, tools and apps. */
export function sourceTrees(): readonly SourceTree[] {
  const folders = ["packages", "apps", "checks", "tools"].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
      .map(({ name }) => join(parent, name)),
  );
  return [...folders, "tools"].toSorted().map((folder) => {
    const sources = existsSync(join(root, folder, "src")) ? join(folder, "src") : folder;
    return { name: folder, files: filesOf(sources, folder), entries: entriesOf(folder) };
  });
}

function filesOf(sources: string, folder: string): FileArrows {
  const top = join(root, sources);
  const aliases = aliasesOf(join(root, folder));
  const files = globSync("**/*.ts", { cwd: top, exclude: ["**/{test,node_modules,dist}/**"] });
  return new Map(
    files.toSorted().map((file) => {
      const targets = importsOf(join(top, file)).flatMap(({ specifier }) =>
        specifier.startsWith(".")
          ? [relative(top, resolve(top, dirname(file), specifier))]
          : (aliases.get(specifier) ?? []).map((target) => relative(top, target)),
      );
      return [file, [...new Set(targets)]];
    }),
  );
}

/** What `#name` means, in every condition: the package's own `imports`. */
function aliasesOf(folder: string): ReadonlyMap<string, readonly string[]> {
  if (!existsSync(join(folder, "package.json"))) return new Map();
  const { imports = {} } = readManifest(folder);
  return new Map(
    Object.entries(imports).map(([name, target]) => {
      const found = JSON.stringify(target).matchAll(/"(\.\/src\/[^"]+)"/g);
      return [name, Array.from(found, ([, path]) => join(folder, path!))];
    }),
  );
}

function entriesOf(folder: string): readonly string[] {
  if (!existsSync(join(root, folder, "package.json"))) return [];
  const { exports = {} } = readManifest(join(root, folder));
  return Object.values(exports).flatMap((target) => {
    const source = (target as { "@flaghook/source"?: string })["@flaghook/source"];
    return source === undefined ? [] : [relative("src", source)];
  });
}
