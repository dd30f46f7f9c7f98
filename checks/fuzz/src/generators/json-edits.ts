import * as fc from "fast-check";
import { MARKER } from "../invariants/invariants.ts";

/** One change to the text of a JSON document, or to its bytes. */
export type BodyEdit = readonly [kind: (typeof KINDS)[number], at: number, value: string];

const KINDS = ["value", "member", "flip", "cut", "insert", "repeat", "whole"] as const;

/** JSON that parsers, checks and whoever reads their issues may trip over. Some of it is none. */
const VALUES = [
  "null",
  "true",
  "0",
  "-0",
  "1e999",
  "12345678901234567890",
  '""',
  `"${MARKER}"`,
  `"${"x".repeat(300)}${MARKER}"`,
  '"\\ud800"',
  '"created"',
  '"__proto__"',
  "[]",
  "{}",
  "[null]",
  `[1,["${MARKER}"],{}]`,
  `{"__proto__":{"type":"order"}}`,
  `{"constructor":{"prototype":"${MARKER}"},"toString":1}`,
  `{"action":"${MARKER}","type":1,"kind":"feature"}`,
  "[".repeat(200) + "]".repeat(200),
  `${'{"parent":'.repeat(40)}{}${"}".repeat(40)}`,
  `[${`"${MARKER}",`.repeat(50)}1]`,
  "undefined",
  "'",
  "\u{feff}{}",
  "payload=%7B%7D",
];

/** Some changes to a body. */
export const bodyEdits: fc.Arbitrary<readonly BodyEdit[]> = fc.array(
  fc.tuple(fc.constantFrom(...KINDS), fc.nat(100_000), fc.constantFrom(...VALUES)),
  { maxLength: 3 },
);

/**
 * Strings, numbers and words: every place in a JSON text where another value can stand, but for
 * those that are keys.
 */
const VALUE = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|true|false|null|\[\]|\{\}/g;

/** Makes the changes, one after the other. */
export function editBody(body: string, edits: readonly BodyEdit[]): Buffer {
  return edits.reduce<Buffer>((bytes, edit) => editOnce(bytes, edit), Buffer.from(body));
}

function editOnce(bytes: Buffer, [kind, at, value]: BodyEdit): Buffer {
  const index = bytes.length === 0 ? 0 : at % bytes.length;
  const edits: Readonly<Record<BodyEdit[0], () => Buffer>> = {
    value: () => Buffer.from(withValue(bytes.toString(), at, value)),
    member: () => Buffer.from(bytes.toString().replace("{", () => `{"extra":${value},"${MARKER}":1,`)),
    flip: () => withFlippedBit(bytes, index, at % 8),
    cut: () => bytes.subarray(0, index),
    insert: () => Buffer.concat([bytes.subarray(0, index), Buffer.from(value), bytes.subarray(index)]),
    repeat: () => Buffer.concat([bytes, bytes.subarray(index)]),
    whole: () => Buffer.from(value),
  };
  return edits[kind]();
}

function withFlippedBit(bytes: Buffer, index: number, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  if (flipped.length > 0) flipped[index]! ^= 1 << bit;
  return flipped;
}

function withValue(text: string, at: number, value: string): string {
  const places = [...text.matchAll(VALUE)].filter(([, colon]) => colon === undefined);
  const place = places[at % places.length];
  if (place === undefined) return value;
  return text.slice(0, place.index) + value + text.slice(place.index + place[0].length);
}
