import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { defineHexProvider } from "../../src/index.ts";
import { hexScheme } from "../support/schemes.ts";
import { refusalOf } from "../support/verdict.ts";

const packages = new URL("../../../", import.meta.url);
const printed = globSync("*/README.md", { cwd: packages }).flatMap((file) => {
  const text = readFileSync(new URL(file, packages), "utf8");
  const blocks = text.matchAll(/```text\n([\w-]+): (the body is not raw bytes[^`]*)\n```/g);
  return [...blocks].map(([, id, says]) => ({ file, id: id!, says: says! }));
});

it("the READMEs of eight providers or more print the error of a parsed body", () => {
  expect(printed.length).toBeGreaterThanOrEqual(8);
});

it.each(printed)("$file prints the error of a parsed body as it is", ({ id, says }) => {
  const provider = defineHexProvider({ id, scheme: hexScheme, eventName: { field: "type" }, events: {} });
  const error = refusalOf(() => provider.verify({ headers: {}, body: {} as string }, { secret: "s" }));
  expect(`${id}: ${says.replaceAll("\n", " ")}`).toBe(error.message); // wrapped there
});
