// The process in which the page is built.
import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "../../web");

const result = await build({ root, logLevel: "error", build: { write: false } });
const files = new Map<string, string | Uint8Array>();
for (const output of Array.isArray(result) ? result : [result]) {
  if (!("output" in output)) continue;
  for (const file of output.output)
    files.set(`/${file.fileName}`, file.type === "chunk" ? file.code : file.source);
}
process.send!(files);
