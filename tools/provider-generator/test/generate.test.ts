import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../workspace/workspace.ts";
import { generateAll, generatedFolders } from "../src/generate.ts";
import { leftoverSamples } from "../src/samples.ts";

const generated = await generateAll();

test.each([...generated.keys()])("%s is what `pnpm generate` writes", (path) => {
  const file = join(root, path);
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  expect(committed === generated.get(path), "it is stale: run pnpm generate").toBe(true);
});

test("no module is left over of a sample that is gone", () => {
  expect(leftoverSamples(generated)).toEqual([]);
});

test("each provider whose shapes are written by hand has its files generated", () => {
  const ids = generatedFolders().map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["goff", "hypertune", "optimizely"]));
  for (const id of ids) {
    const files = ["provider", "signature", "index", "schemas"].map((name) => `src/${name}.ts`);
    for (const path of [...files, "test/shapes.test-d.ts", "README.md"]) {
      expect([...generated.keys()]).toContain(`packages/${id}/${path}`);
    }
  }
});

test("the guide explains every option of a scheme, of a definition and of an event", () => {
  const guide = readFileSync(join(root, "docs/adding-a-provider.md"), "utf8");
  const scheme = optionsOf("signature/scheme.ts", "SignatureScheme");
  const definition = optionsOf("provider/definition.ts", "ProviderDefinition");
  const event = optionsOf("provider/definition.ts", "EventDefinition").map(
    (option) => `events.<name>.${option}`,
  );
  expect([scheme.length > 8, definition.length > 8, event.length > 4]).toEqual([true, true, true]);
  const all = [...scheme, ...definition, ...event];
  expect(all.filter((option) => !guide.includes(`| \`${option}\` |`))).toEqual([]);
});

function optionsOf(file: string, name: string): readonly string[] {
  const source = readFileSync(join(root, "packages/core/src", file), "utf8");
  const body = new RegExp(`export interface ${name} \\{\n([^]*?)\n\\}`).exec(source)![1]!;
  return Array.from(body.matchAll(/^ {2}readonly (\w+)\??:/gm), ([, option]) => option!);
}
