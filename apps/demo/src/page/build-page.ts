import { join } from "node:path";
import type { PageFiles } from "./page-files.ts";

const WEB = join(import.meta.dirname, "../../web");

/**
 * Builds the page from its sources, in memory: no build can be stale, and none needs a step of its
 * own.
 */
export async function buildPage(): Promise<PageFiles> {
  const { build } = await import("vite");
  const result = await build({ root: WEB, logLevel: "error", build: { write: false } });
  const outputs = Array.isArray(result) ? result : [result];
  const files = new Map<string, string | Uint8Array>();
  for (const output of outputs) {
    if (!("output" in output)) continue;
    for (const file of output.output)
      files.set(`/${file.fileName}`, file.type === "chunk" ? file.code : file.source);
  }
  return files;
}
