import { describe, expect, test } from "vitest";
import { bannedWords, codeOf, segmentsOf, usesOf, type BannedWord } from "../src/words.ts";

// Made-up words, since the real ones may stand nowhere but in the glossary.
const glossary = `
| word | say | right in |
|---|---|---|
| \`zorb*\`, \`quux\` | letter | \`packages/a/*\`: their own; the platform's \`allZorbed\`, \`quux.\` |
| \`at all\` | never | |

| name in code | say | right in |
|---|---|---|
| \`grok[A-Z]*\`, \`NOPE\` | \`read…\` | \`grokAll\` |

After the table.
`;
const words = bannedWords(glossary);

function found(text: string, file = "packages/b/src/x.ts"): readonly string[] {
  return usesOf(words, file, text).map(({ line, found: word }) => `${line} ${word}`);
}

test("reads the banned words of both tables, with what to say and where each is right", () => {
  const anywhere = {
    instead: "letter",
    kind: "anywhere" as const,
    rightIn: ["packages/a/*", "allZorbed", "quux."],
  };
  const names = { instead: "`read…`", kind: "names" as const, rightIn: ["grokAll"] };
  expect(words).toEqual([
    { pattern: "zorb*", ...anywhere },
    { pattern: "quux", ...anywhere },
    { pattern: "at all", instead: "never", kind: "anywhere", rightIn: [] },
    { pattern: "grok[A-Z]*", ...names },
    { pattern: "NOPE", ...names },
  ] satisfies readonly BannedWord[]);
});

test("throws where a table is missing, since nothing would be looked for", () => {
  expect(() => bannedWords("# Glossary")).toThrow("the glossary has no table | word | say | right in |");
});

describe("a word that is banned anywhere", () => {
  test.each([
    ["in prose", "// It zorbs.", ["1 zorbs"]],
    ["at the start of a sentence", "// Zorbing is over.", ["1 Zorbing"]],
    ["in a message", 'throw new Error("no quux");', ["1 quux"]],
    ["inside a name", "const lastZorbed = 1;", ["1 lastZorbed"]],
    ["inside a constant", "const MAX_ZORBS = 1;", ["1 MAX_ZORBS"]],
    ["on its line", "\n\n// quux\n", ["3 quux"]],
    ["as a phrase, within one line", "// not at all, at\n// all", ["1 at all"]],
    ["as often as it is there", "quux(quux);", ["1 quux", "1 quux"]],
  ])("is found %s", (_place, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    ["part of another word", "// absorb, quuxes"],
    ["the platform's own name", "Promise.allZorbed([]);"],
    ["followed by what makes it right", "quux.send();"],
  ])("is not found as %s", (_place, text) => {
    expect(found(text)).toEqual([]);
  });

  test("is found in the name of a file", () => {
    expect(found("", "packages/b/src/quux-reader.ts")).toEqual(["0 quux"]);
  });

  test("is right in the places that are named", () => {
    expect(found("zorb quux", "packages/a/README.md")).toEqual([]);
    expect(found("zorb", "packages/ab/README.md")).toEqual(["1 zorb"]);
  });
});

describe("a name that is banned in code", () => {
  test("is found where it is a whole name", () => {
    expect(found("grokBody(NOPE);\nconst a = { grokHeaders };")).toEqual([
      "1 grokBody",
      "1 NOPE",
      "2 grokHeaders",
    ]);
  });

  test.each([
    ["in a comment", "// grokBody, NOPE\n/* NOPE */"],
    ["in a text", 'say("grokBody", `NOPE`, /NOPE/);'],
    ["inside another name", "const isNOPE = regrokBody;"],
    ["where it is right", "grokAll();"],
  ])("is not found %s", (_place, text) => {
    expect(found(text)).toEqual([]);
  });

  test("is found in the code within a template", () => {
    expect(found("const a = `NOPE ${NOPE} NOPE`;")).toEqual(["1 NOPE"]);
  });

  test("is not looked for in documents", () => {
    expect(found("NOPE", "README.md")).toEqual([]);
  });
});

test("leaves the code of a file on its lines", () => {
  expect(codeOf("a.ts", "/* a\n b */ const c = 'd'; // e\nf();")).toBe(
    "    \n      const c =    ;     \nf();",
  );
});

test.each([
  ["readHeaders", ["read", "headers"]],
  ["MAX_BYTES", ["max", "bytes"]],
  ["parseJSONBody", ["parse", "json", "body"]],
  ["sha256Hex", ["sha256", "hex"]],
  ["$id", ["id"]],
])("takes %s apart", (token, segments) => {
  expect(segmentsOf(token)).toEqual(segments);
});
