import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { constantOf, entrySources, providerPackages } from "../../../tools/workspace/workspace.ts";
import { exportsOf } from "../src/exports.ts";
import { staleWords, type ProviderProse } from "../src/stale-prose.ts";

const providers = providerPackages();
const known: readonly ProviderProse[] = await Promise.all(
  providers.map(async (provider) => {
    const entry = entrySources(provider)["."]!;
    const module = (await import(entry)) as Record<string, { readonly events: object }>;
    const events = Object.keys(module[constantOf(provider.id)]!.events);
    const own = exportsOf(entrySources(provider)["./types"]!).map(({ name }) => name);
    const readme = readFileSync(join(provider.folder, "README.md"), "utf8");
    return { id: provider.id, words: new Set([...events, ...own]), readme };
  }),
);

describe.each(known)("the $id package", ({ id, readme }) => {
  test("names no event and no type of another provider in its README", () => {
    expect(staleWords(id, readme, known)).toEqual([]);
  });
});

test.each([
  { what: "another's event", prose: "Narrow on `NEW_COMMIT`.", stale: ["NEW_COMMIT of hypertune"] },
  { what: "another's type", prose: "It is a `NotifyPayload`.", stale: ["NotifyPayload of goff"] },
  { what: "its own event", prose: "Narrow on `project.flag_created`.", stale: [] },
  { what: "a word outside backticks", prose: "They notify you.", stale: [] },
])("finds $what in optimizely's prose, or not", ({ prose, stale }) => {
  expect(staleWords("optimizely", prose, known)).toEqual(stale);
});
