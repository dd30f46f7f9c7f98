import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { GITHUB_PACKAGE, readDescription, readInput } from "../../src/read/files.ts";
import { formatDescription } from "../../src/read/format-description.ts";
import { generate, generateSchemaOutputs, SCHEMA_OUTPUTS } from "../../src/generate.ts";
import { sightingOf } from "../../src/read/evidence.ts";
import { evidence } from "../built-shapes.ts";
import { description as corrected } from "../corrected.ts";
import { OVERLAYS } from "../../src/rules/overlays.ts";

const committed = (path: string): string => readFileSync(new URL(path, GITHUB_PACKAGE), "utf8");
const generated = generate(readInput(), committed("README.md"));

describe("what is committed is what the input gives", () => {
  test.each([...generated.keys()])("%s", (path) => {
    expect(
      generated.get(path) === committed(path),
      `run pnpm --filter ./tools/github-generator generate`,
    ).toBe(true);
  });
});

test("the type test is printed from the schemas as they are", async () => {
  const printed = await generateSchemaOutputs(readInput());
  expect(printed === committed(SCHEMA_OUTPUTS), "run pnpm --filter ./tools/github-generator generate").toBe(
    true,
  );
});

test("the same input gives the same bytes, in whatever order its keys come", () => {
  const input = readInput();
  const { sources, components, events } = input.description;
  const description = { sources, components: reversed(components), events: reversed(events) };
  expect([...generate({ ...input, description }, committed("README.md"))]).toEqual([...generated]);
});

test("the description is committed in the form in which refresh writes it", () => {
  const path = new URL("../../input/description.json", import.meta.url);
  expect(readFileSync(path, "utf8")).toBe(formatDescription(readDescription()));
});

test("no payload contradicts what an overlay is sure of", () => {
  for (const path of OVERLAYS.flatMap(({ sure = [] }) => sure)) {
    const [root, ...names] = path.split(".");
    const isOfAction = names.length > 1 && corrected.events[root!]?.actions[names[0]!] !== undefined;
    const { kinds } = sightingOf(evidence, isOfAction ? `${root}.${names.slice(1).join(".")}` : path);
    expect([path, kinds.missing, kinds.null]).toEqual([path, undefined, undefined]);
  }
});

test("every overlay names its source and its reason", () => {
  for (const { source, why } of OVERLAYS) {
    expect(source).toMatch(/^https:\/\//);
    expect(why).toMatch(/^[A-Z].*\.$/);
  }
});

function reversed<Value>(object: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).toReversed());
}
