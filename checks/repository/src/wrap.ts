// Wraps the docblocks of TypeScript files, which the formatter leaves alone. `pnpm format:docblocks [file...]`: all without one.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../tools/workspace/workspace.ts";
import { wrapDocblocks } from "./docblock-width.ts";
import { writtenFiles } from "./written-files.ts";

const named = process.argv.slice(2);
for (const file of named.length > 0 ? named : writtenFiles().filter((one) => one.endsWith(".ts"))) {
  const path = join(root, file);
  const source = readFileSync(path, "utf8");
  const wrapped = wrapDocblocks(source);
  if (wrapped === source) continue;
  writeFileSync(path, wrapped);
  console.log(file);
}
