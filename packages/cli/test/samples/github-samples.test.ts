import { join } from "node:path";
import * as schemas from "@flaghook/github/schemas";
import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { shapeOf } from "../../../github/src/shape.ts";
import { sampleOf } from "../../src/samples/sample-of.ts";
import { createSampler } from "./sampler.ts";

const SECRET = "a secret of these tests";
const all = schemas as unknown as Readonly<Record<string, object>>;

function shapeOfEvent(name: string): NonNullable<ReturnType<typeof shapeOf>> {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return shapeOf(all[`${camel}Schema`] ?? {})!;
}

// `vitest -u` writes the file anew after the shapes have changed.
test("the samples of GitHub are made from the shapes as they are now", async () => {
  const sampler = createSampler();
  const events = Object.fromEntries(
    Object.keys(github.events).map((name) => [name, sampler.sample(shapeOfEvent(name))]),
  );
  const text = `{"components":${linesOf(Object.fromEntries(sampler.components))},\n"events":${linesOf(events)}}\n`;
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "../../samples/generated/github.json"));
});

const pairs = Object.entries(github.events).flatMap(([name, { actions = [""] }]) =>
  actions.map((action) => ({ name, action })),
);

test.each(pairs)("the sample of $name $action is a payload of that event", ({ name, action }) => {
  const payload = sampleOf(github, name, action === "" ? undefined : action);
  const body = JSON.stringify(payload);
  const headers = github.sign(body, { secret: SECRET, name });
  expect(github.verify({ headers, body }, { secret: SECRET }).type).toBe(name);
  expect(payload).toMatchObject(action === "" ? {} : { action });
});

/** One entry on a line, so that a change of a shape is a change of a line. */
function linesOf(record: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(record).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(",\n")}\n}`;
}
