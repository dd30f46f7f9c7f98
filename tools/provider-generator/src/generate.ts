import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { providerPackages, root } from "../../workspace/workspace.ts";
import { emitCli, emitCliSamples } from "./cli.ts";
import { emitChangeTable } from "./emit/change-table.ts";
import { emitIndex, emitSchemas, emitShapesTest } from "./emit/entries.ts";
import { emitProvider } from "./emit/provider.ts";
import { emitRootRows } from "./emit/root-rows.ts";
import { emitSignature } from "./emit/signature.ts";
import { emitEntryTable, emitErrorTable, emitEventTable, fill } from "./emit/tables.ts";
import { formatted } from "./formatted.ts";
import { readProvider } from "./read-provider.ts";
import { emitSamples } from "./samples.ts";

const CHANGES_PAGE = "docs/flag-changes.md";

/** Folders whose files are generated here: those with shapes that were written by hand. */
export function generatedFolders(
  top: string = root,
): readonly { readonly folder: string; readonly id: string }[] {
  return providerPackages(top).filter(({ folder }) => existsSync(join(folder, "src/shapes.ts")));
}

/** The generated files of one provider, by their path in its folder. */
export async function generateProvider(folder: string, id: string): Promise<ReadonlyMap<string, string>> {
  const facts = await readProvider(folder, id);
  const code = {
    "src/provider.ts": emitProvider(facts),
    "src/signature.ts": emitSignature(facts),
    "src/index.ts": emitIndex(facts),
    "src/schemas.ts": emitSchemas(facts),
    "test/shapes.test-d.ts": emitShapesTest(facts),
  };
  const files = new Map<string, string>();
  for (const [path, text] of Object.entries(code)) files.set(path, await formatted(path, text));
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const tables = [
    ["events", emitEventTable(facts)],
    ["errors", emitErrorTable(facts)],
    ["entry points", emitEntryTable(facts)],
  ] as const;
  return files.set(
    "README.md",
    tables.reduce((text, [marker, table]) => fill(text, marker, table), readme),
  );
}

/** Everything that is generated from all providers, by its path in the repository. */
export async function generateAll(top: string = root): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { folder, id } of generatedFolders(top)) {
    for (const [path, text] of await generateProvider(folder, id))
      files.set(relative(top, join(folder, path)), text);
    for (const [path, text] of emitCliSamples(await readProvider(folder, id))) files.set(path, text);
  }
  for (const [path, text] of [...emitSamples(top), ...(await emitCli(top))]) {
    files.set(path, path.endsWith(".test-d.ts") ? await formatted(path, text) : text); // others are not formatted
  }
  const page = readFileSync(join(top, CHANGES_PAGE), "utf8");
  files.set(CHANGES_PAGE, fill(page, "flag changes", await emitChangeTable(providerPackages(top))));
  const readme = readFileSync(join(top, "README.md"), "utf8");
  return files.set("README.md", fill(readme, "providers", await emitRootRows(providerPackages(top))));
}
