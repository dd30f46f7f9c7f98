import { build } from "esbuild";
import { root } from "../workspace/workspace.ts";

/** What a user's bundler makes of one import. */
export interface Bundle {
  readonly code: string;
  /** Paths of the modules of which something is left in the bundle. */
  readonly modules: readonly string[];
  /** Modules that the bundle still imports when it is loaded. */
  readonly staticImports: readonly string[];
}

/** A constant of SHA-512 that no other hash of @noble/hashes has. */
export const SHA512 = /0x428a2f98d728ae22|0xd728ae22/i;

/** Bundles an entry point for the given export conditions. Packages resolve from `resolveDir`. */
export async function bundle(
  entry: string,
  conditions: readonly string[],
  { resolveDir = root, external = [] as readonly string[] } = {},
): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: `import * as entry from ${JSON.stringify(entry)}; globalThis.entry = entry;`,
      resolveDir,
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral", // else esbuild adds conditions of its own
    mainFields: ["module", "main"],
    conditions: [...conditions],
    external: ["node:*", ...external],
    metafile: true,
    outfile: "bundle.js",
    logLevel: "error",
  });
  const output = Object.values(metafile.outputs)[0]!;
  return {
    code: outputFiles[0]!.text,
    modules: Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
    staticImports: output.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path),
  };
}
