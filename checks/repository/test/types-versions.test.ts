import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { publishedPackages, root, type Manifest } from "../../../tools/workspace/workspace.ts";

interface Hooks {
  readonly hooks: { beforePacking(manifest: Manifest): Manifest };
}

const { hooks } = (await import(pathToFileURL(join(root, ".pnpmfile.mjs")).href)) as Hooks;

test.each(publishedPackages())("$id is packed with types for each subpath under node10", ({ manifest }) => {
  const subpaths = Object.entries(manifest.exports ?? {}).filter(
    ([subpath]) => subpath !== "." && subpath !== "./package.json",
  );
  const expected = subpaths.map(([subpath]) => [subpath.slice(2), [`./dist/${subpath.slice(2)}.d.cts`]]);
  expect(hooks.beforePacking(manifest).typesVersions).toEqual({ "*": Object.fromEntries(expected) });
});
