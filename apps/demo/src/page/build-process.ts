// The process in which the page is built.
import { join } from "node:path";
import { build } from "vite";
import config from "../../web/vite.config.ts";

const root = join(import.meta.dirname, "../../web");

// Whoever wanted the page has it, or was stopped.
process.once("disconnect", () => process.exit());

// Imported: Vite would write a copy of its configuration beside it, where a container lets nobody write.
const result = await build({
  ...config,
  configFile: false,
  root,
  logLevel: "error",
  build: { ...config.build, write: false },
});
const files = new Map<string, string | Uint8Array>();
for (const output of Array.isArray(result) ? result : [result]) {
  if (!("output" in output)) continue;
  for (const file of output.output)
    files.set(`/${file.fileName}`, file.type === "chunk" ? file.code : file.source);
}
process.send!(files);
