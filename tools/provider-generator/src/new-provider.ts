import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runOrThrow } from "../../workspace/run.ts";
import { root } from "../../workspace/workspace.ts";
import { createFolder } from "./create-folder.ts";
import { schemeKinds } from "./scheme-kinds.ts";

// Writes the folder of a new provider, installs and generates. `pnpm new-provider <id> --scheme <kind>`
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { scheme: { type: "string" } },
});
const [id = ""] = positionals;
const { scheme = "" } = values;
const isNew = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) && !existsSync(join(root, "packages", id));
if (isNew && Object.hasOwn(schemeKinds, scheme)) {
  await createFolder(root, { id, scheme, date: new Date().toISOString().slice(0, "2026-11-21".length) });
  const install = ["install", "--no-frozen-lockfile", "--prefer-offline"];
  runOrThrow("pnpm", install);
  runOrThrow("pnpm", ["generate"]);
  runOrThrow("pnpm", install); // the command line depends on it now
  console.log(`packages/${id} is there. Its tests run: pnpm exec vitest run --project unit packages/${id}`);
  console.log(
    "Next, see docs/adding-a-provider.md: fill in scheme.ts, types.ts, shapes.ts and definition.ts,",
  );
  console.log("and run `pnpm generate`.");
} else {
  console.error("usage: pnpm new-provider <id> --scheme <kind>");
  console.error("  <id>    lower-case words with hyphens, which no package has");
  console.error("  <kind>  how it proves that a delivery is its own:");
  for (const [kind, { says }] of Object.entries(schemeKinds)) {
    console.error(`          ${kind.padEnd(18)} ${says}`);
  }
  process.exitCode = 1;
}
