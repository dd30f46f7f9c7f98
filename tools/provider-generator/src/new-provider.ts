import { existsSync } from "node:fs";
import { join } from "node:path";
import { runOrThrow } from "../../workspace/run.ts";
import { root } from "../../workspace/workspace.ts";
import { createFolder } from "./create-folder.ts";

// Writes the folder of a new provider, installs and generates. `pnpm new-provider <id>`
const [id = ""] = process.argv.slice(2);
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) || existsSync(join(root, "packages", id))) {
  console.error("usage: pnpm new-provider <id>: lower-case words with hyphens, which no package has");
  process.exitCode = 1;
} else {
  await createFolder(root, { id, date: new Date().toISOString().slice(0, "2026-11-21".length) });
  runOrThrow("pnpm", ["install", "--no-frozen-lockfile", "--prefer-offline"]);
  runOrThrow("pnpm", ["generate"]);
  console.log(`packages/${id} is there. Its tests run: pnpm exec vitest run --project unit packages/${id}`);
  console.log(
    "Next, see docs/adding-a-provider.md: fill in scheme.ts, types.ts, shapes.ts and definition.ts,",
  );
  console.log("and run `pnpm generate`.");
}
