import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../workspace/workspace.ts";
import { generateAll } from "./generate.ts";

// Writes the generated files of every provider. `pnpm generate`
for (const [path, text] of await generateAll()) {
  const file = join(root, path);
  if (text === readIfThere(file)) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // a new provider's files are not there yet
  }
}
