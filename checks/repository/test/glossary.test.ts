import { expect, test } from "vitest";
import { read } from "../src/tree.ts";
import { bannedWords, usesOf, type Hit } from "../src/words.ts";
import { GLOSSARY, writtenFiles } from "../src/written-files.ts";

const glossary = read(GLOSSARY);
const banned = bannedWords(glossary);
const files = writtenFiles();
const hits = files.flatMap((file) => usesOf(banned, file, read(file)));

const rows = [...glossary.matchAll(/^\| ([^|`]+) \| ([^|]+) \| ([^|]*) ?\|$/gm)]
  .map(([, word, meaning, not]) => ({ word: word!, meaning: meaning!, not: not!.trim() }))
  .filter(({ word }) => word !== "word" && word !== "name in code");

test.each(banned)("nothing is called $pattern: say $instead", ({ pattern }) => {
  expect(hits.filter((hit) => hit.pattern === pattern).map(place)).toEqual([]);
});

test("code, documents, manifests and this repository's own checks are looked at", () => {
  expect(files).toEqual(
    expect.arrayContaining([
      ".ci/run",
      "README.md",
      "checks/repository/test/glossary.test.ts",
      "docs/adding-a-provider.md",
      "packages/core/package.json",
      "packages/core/src/index.ts",
    ]),
  );
});

test.each([
  ["provider", "delivery", "event", "payload", "change", "check", "schema", "shape"],
  ["receiver", "response", "inbox", "store", "entry", "slot", "scope", "window"],
  ["acceptance", "duplicate", "replay", "attempt", "result", "lease"],
])("the glossary says what %s, %s, %s, %s, %s and %s are", (...words) => {
  expect(rows.map(({ word }) => word)).toEqual(expect.arrayContaining(words));
});

test("the glossary names no concept with a word that it bans", () => {
  const concepts = rows.map(({ word }) => word).join("\n");
  const own = usesOf(banned, "packages/inbox/src/concepts.md", concepts);
  expect(own.map(({ found }) => found)).toEqual([]);
});

function place({ file, line, found }: Hit): string {
  return line === 0 ? `${file} is named ${found}` : `${file}:${line} ${found}`;
}
