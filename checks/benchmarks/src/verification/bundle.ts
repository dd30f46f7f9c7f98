import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/**
 * Where a bundle is to run: what a bundler for Node resolves, or one for an edge runtime without
 * node:crypto.
 */
export type Target = "node" | "edge";

/** A bundle as users would ship it: one file, minified. */
export interface Bundle {
  /** Bytes after gzip. */
  readonly bytes: number;
  /** Every file that went into it, relative to the repository. */
  readonly files: readonly string[];
}

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** Bundles one source file of a package, with all that it imports but what `external` names. */
export function bundle(entry: string, target: Target, external: readonly string[] = []): Bundle {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    platform: target === "node" ? "node" : "neutral",
    // The source condition: what is measured is what stands here, not what was last built.
    conditions: ["@flaghook/source", ...(target === "node" ? ["node"] : ["edge-light"]), "import", "module"],
    mainFields: ["module", "main"],
    external: [...external],
    write: false,
    outfile: "bundle.js",
    metafile: true,
    logLevel: "silent",
  });
  return {
    bytes: gzipSync(outputFiles[0]!.contents, { level: 9 }).length,
    files: Object.keys(metafile.inputs),
  };
}
