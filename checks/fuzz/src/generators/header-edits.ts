import * as fc from "fast-check";
import type { Lines } from "../harness/reference-signature.ts";

/** One change to header lines. */
export type HeaderEdit = readonly [kind: (typeof KINDS)[number], at: number, text: string];

const KINDS = [
  "drop",
  "again",
  "shout",
  "add",
  "replace",
  "flip",
  "cut",
  "double",
  "pad",
  "join",
  "upper",
  "before",
] as const;

const TEXTS = [
  "",
  " ",
  ", ",
  ",",
  "sha256=",
  "sha1=",
  "v1,",
  "v1=",
  "t=1795262400,",
  "0",
  "é",
  "ａ",
  "\t",
  "undefined",
  "push",
  "__proto__",
  `sha256=${"0".repeat(64)}`,
  "f".repeat(64),
];

const NAMES = [
  "__proto__",
  "constructor",
  "get",
  "append",
  "content-encoding",
  "x-hub-signature",
  "x-github-event",
];

/** Some changes to headers, often none. */
export const headerEdits: fc.Arbitrary<readonly HeaderEdit[]> = fc.array(
  fc.tuple(fc.constantFrom(...KINDS), fc.nat(100_000), fc.constantFrom(...TEXTS)),
  { maxLength: 2 },
);

/** Makes the changes, one after the other. */
export function editHeaders(lines: Lines, edits: readonly HeaderEdit[]): Lines {
  return edits.reduce((edited, edit) => editOnce(edited, edit), lines);
}

function editOnce(lines: Lines, [kind, at, text]: HeaderEdit): Lines {
  if (kind === "add") return [...lines, [NAMES[at % NAMES.length]!, text]];
  const index = lines.length === 0 ? 0 : at % lines.length;
  const line = lines[index];
  if (line === undefined) return lines;
  const [name, value] = line;
  if (kind === "drop") return lines.toSpliced(index, 1);
  if (kind === "again") return [...lines, line];
  if (kind === "shout") return lines.with(index, [name.toUpperCase(), value]);
  return lines.with(index, [name, editValue(kind, value, at, text)]);
}

function editValue(kind: HeaderEdit[0], value: string, at: number, text: string): string {
  const index = value === "" ? 0 : at % value.length;
  switch (kind) {
    case "flip":
      return (
        value.slice(0, index) + String.fromCharCode(value.charCodeAt(index) ^ 1) + value.slice(index + 1)
      );
    case "cut":
      return value.slice(0, index);
    case "double":
      return value + value;
    case "pad":
      return `${value}${text}`;
    case "before":
      return `${text}${value}`;
    case "join":
      return `${value}, ${value}`;
    case "upper":
      return value.toUpperCase();
    default:
      return text;
  }
}
