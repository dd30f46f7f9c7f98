import { describe, expect, it } from "vitest";
import { distinctStyles } from "../../../src/explain/json/json-features.ts";
import { printJson } from "../../../src/explain/json/json-printer.ts";
import { JSON_STYLES } from "../../../src/explain/json/json-styles.ts";
import { parseJsonTree } from "../../../src/explain/json/json-tree.ts";

const value = {
  b: "<a> & é 😀 \u2028 \u007f",
  a: [1, true, null, { "10": "x/y", "2": '\b\f\n\t\u0001"\\' }],
  e: [],
  o: {},
};
const compact = JSON.stringify(value);
const tree = parseJsonTree(compact)!;

/** Printed with Python 3.11's json.dumps and Go 1.26's encoding/json (2026-11-28). */
const printed: Readonly<Record<string, string>> = {
  "JavaScript's compact form": compact,
  "2-space print": JSON.stringify(value, undefined, 2),
  "4-space print": JSON.stringify(value, undefined, 4),
  "print with tabs": JSON.stringify(value, undefined, "\t"),
  "Go's compact form with all keys sorted":
    '{"a":[1,true,null,{"10":"x/y","2":"\\b\\f\\n\\t\\u0001\\"\\\\"}],"b":"\\u003ca\\u003e \\u0026 é 😀 \\u2028 \u007f","e":[],"o":{}}',
  "Python's json.dumps with sorted keys":
    '{"a": [1, true, null, {"10": "x/y", "2": "\\b\\f\\n\\t\\u0001\\"\\\\"}], "b": "<a> & \\u00e9 \\ud83d\\ude00 \\u2028 \\u007f", "e": [], "o": {}}',
  "Python's 4-space print with sorted keys":
    '{\n    "a": [\n        1,\n        true,\n        null,\n        {\n            "10": "x/y",\n            "2": "\\b\\f\\n\\t\\u0001\\"\\\\"\n        }\n    ],\n    "b": "<a> & \\u00e9 \\ud83d\\ude00 \\u2028 \\u007f",\n    "e": [],\n    "o": {}\n}',
};

describe("prints as the sender does", () => {
  it.each(Object.entries(printed))("%s", (name, expected) => {
    const style = JSON_STYLES.find((one) => one.name === name)!;
    expect(printJson(tree, style)).toBe(expected);
  });

  it("keeps numbers, repeated keys and their order, which JSON.parse loses", () => {
    const text = '{"2":1.0,"1":1e2,"1":-0,"n":12345678901234567890}';
    expect(printJson(parseJsonTree(text)!, JSON_STYLES[0]!)).toBe(text);
  });
});

describe("reads JSON and nothing else", () => {
  const good = [
    "1",
    '""',
    "[]",
    " [ 1 , {} ] ",
    '{"a":{"b":["\\u00e9\\n"]}}',
    "-1.5E+9",
    "null",
    '"\\\\"',
    '["\\"",1]',
  ];
  it.each(good)("%s", (text) => {
    const read = printJson(parseJsonTree(text)!, JSON_STYLES[0]!)!;
    expect(JSON.parse(read)).toEqual(JSON.parse(text));
  });

  const bad = [
    "",
    " ",
    "{",
    "[1,]",
    "[1 2]",
    "01",
    "+1",
    "tru",
    '{"a"}',
    '{"a":}',
    "{a:1}",
    '"\\x"',
    '"a',
    '"\n"',
    "1 1",
    "[]]",
    "{,}",
    '{"a":1,}',
  ];
  it.each(bad)("not %j", (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(parseJsonTree(text)).toBeUndefined();
  });

  it("nothing that nests deeper than 128 levels", () => {
    expect(parseJsonTree("[".repeat(129) + "]".repeat(129))).toBeDefined();
    expect(parseJsonTree("[".repeat(130) + "]".repeat(130))).toBeUndefined();
  });
});

describe("prints each text once", () => {
  it.each(['{"a":1}', '{"b":"é","a":"<"}', '{"b":"/","a":{"2":1,"10":"é"}}', "[1,[2]]", compact])(
    "%s",
    (text) => {
      const root = parseJsonTree(text)!;
      const all = new Set(JSON_STYLES.map((style) => printJson(root, style)));
      const distinct = distinctStyles(root, JSON_STYLES).map((style) => printJson(root, style));
      expect(new Set(distinct)).toEqual(all);
    },
  );
});
