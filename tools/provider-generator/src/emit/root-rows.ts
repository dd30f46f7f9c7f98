import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scheme } from "@flaghook/core";
import type { WorkspacePackage } from "../../../workspace/workspace.ts";
import { readDefinitions } from "../read-provider.ts";
import { schemeOf } from "../words.ts";

/** The root README's table of providers: their names and events as their own READMEs say them. */
export async function emitRootRows(providers: readonly WorkspacePackage[]): Promise<string> {
  const rows: string[] = [];
  for (const { folder, id } of providers) {
    // Not the provider: of a new folder that is generated only after this.
    const { scheme } = (await import(join(folder, "src/scheme.ts"))) as Schemes;
    const further = (await readDefinitions(folder)).filter(({ definition }) => definition.id !== id);
    const { name, events } = aboutOf(readFileSync(join(folder, "README.md"), "utf8"), id);
    const all = [scheme, ...further.map(({ definition }) => definition.scheme)].flat();
    const schemes = [...new Set(all.map(schemeOf))].join("; ");
    rows.push(`| [\`@flaghook/${id}\`](packages/${id}) | ${name} | ${schemes} | ${events} |`);
  }
  return ["| package | provider | signature | events |", "|---|---|---|---|", ...rows].join("\n");
}

interface Schemes {
  readonly scheme: Scheme | readonly Scheme[];
}

/** What the first sentence of a provider's README says: `… of [Name](url): its events.` */
function aboutOf(readme: string, id: string): { readonly name: string; readonly events: string } {
  const sentence = /^Typed, verified webhooks of \[([^\]]+)\]\([^)]+\): ([^]+?)\.(?:\s|$)/m.exec(readme);
  if (sentence === null) {
    throw new Error(`README of ${id} must begin with "Typed, verified webhooks of [Name](url): its events."`);
  }
  return { name: sentence[1]!, events: sentence[2]!.replaceAll("\n", " ") };
}
