import { globSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../packages/github/", import.meta.url));

/** Packing puts the repository's licence into every package. */
const LICENCE = fileURLToPath(new URL("../../../../LICENSE", import.meta.url));

/** Bytes of what `npm publish` would send of the package, unpacked. It must have been built. */
export function publishedBytes(): number {
  const { files } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { files: string[] };
  const own = ["package.json", "README.md", ...files].map((path) => join(folder, path));
  return [...own, LICENCE].reduce((sum, path) => sum + bytesIn(path), 0);
}

/** Bytes of an installed package with all that it brings along. */
export function installedBytes(folders: readonly string[]): number {
  return folders.reduce((sum, path) => sum + bytesIn(path), 0);
}

function bytesIn(path: string): number {
  const stats = lstatSync(path);
  if (stats.isFile()) return stats.size;
  return globSync("**/*", { cwd: path, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}
