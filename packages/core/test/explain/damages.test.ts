import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { DAMAGES } from "../../src/explain/damages.ts";

it("each damage has an id of its own, and is undone, guessed or shown", () => {
  expect(new Set(DAMAGES.map(({ id }) => id)).size).toBe(DAMAGES.length);
  expect(
    DAMAGES.filter(
      ({ undo, guess, signs }) => undo === undefined && guess === undefined && signs === undefined,
    ),
  ).toEqual([]);
});

it("titles are sentences", () => {
  expect(DAMAGES.map(({ title }) => title).filter((title) => !/^[A-Z].*\.$/.test(title))).toEqual([]);
});

it("no file of a damage is left out of the list", () => {
  const folder = new URL("../../src/explain/", import.meta.url);
  const files = ["body", "event", "header", "secret", "time"].flatMap((name) =>
    readdirSync(new URL(`${name}/`, folder)),
  );
  const ids = new Set(DAMAGES.map(({ id }) => id));
  const parts = [
    "body-text",
    "form-encodings",
    "json-ends",
    "reprints",
    "zlib",
    "signature-value",
    "secret-candidates",
    "signed-time",
  ];
  expect(
    files.map((file) => file.replace(".ts", "")).filter((name) => !ids.has(name) && !parts.includes(name)),
  ).toEqual([]);
});
