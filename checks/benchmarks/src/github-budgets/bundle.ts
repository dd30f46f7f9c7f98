import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const folder = fileURLToPath(new URL("../..", import.meta.url));

/** Bytes of a minified bundle, gzipped at the highest level. */
export async function gzippedBytes(
  code: string,
  options: { readonly external?: string[] } = {},
): Promise<number> {
  return gzipSync((await bundle(code, options)).contents, { level: 9 }).length;
}

/**
 * A minified bundle from source, as a user's bundler would make it for Node, and the files that
 * went into it.
 */
export async function bundle(
  code: string,
  { external = [] }: { readonly external?: string[] } = {},
): Promise<{ contents: Uint8Array; text: string; inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["@flaghook/source", "node", "import"],
    external,
    logLevel: "silent",
  });
  const { contents, text } = outputFiles[0]!;
  const used = Object.entries(Object.values(metafile.outputs)[0]!.inputs).filter(
    ([, input]) => input.bytesInOutput > 0,
  );
  return { contents, text, inputs: used.map(([file]) => file) };
}
