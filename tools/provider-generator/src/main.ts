import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../workspace/workspace.ts";
import { generateAll } from "./generate.ts";
import { leftoverSamples } from "./samples.ts";

// Writes the generated files of every provider. `pnpm generate`
const generated = await generateAll();
for (const path of leftoverSamples(generated)) rmSync(join(root, path));
for (const [path, text] of generated) {
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
