import * as fc from "fast-check";
import { MARKER } from "../invariants/invariants.ts";

/** What a form may be put together from, after a valid beginning. */
const PIECES = [
  "&",
  "&",
  "=",
  "%",
  "%2",
  "%GG",
  "%26",
  "%3D",
  "%00",
  "%ff",
  "%C3%A9",
  "+",
  " ",
  "a=1",
  "&payload=1",
  "&payload",
  "&payload=%7B%7D",
  "&%70ayload=1",
  "payload",
  "payload=",
  "payload=%7B%7D",
  "%70ayload=1",
  "Payload=1",
  "payload%20=1",
  "payload+=1",
  "é",
  "\0",
  "\n",
  '"',
  "{",
  MARKER,
];

const PAYLOADS = [
  '{"zen":"Design for failure. 100 % ♥","hook_id":1}',
  `{"zen":"${MARKER}","hook_id":1,"hook":{"type":"Repository","id":1}}`,
  '{"zen":"a&b=c+d","hook_id":1}',
  '{"zen":1}',
  "{}",
  "[]",
  "null",
  '"payload"',
  "{",
  "",
];

/**
 * Form bodies that begin as GitHub's do: `payload=` and JSON in percent-encoding, more or less of
 * it.
 */
export const forms: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...PAYLOADS),
    fc.constantFrom(encodeURIComponent, asForm, encodeAll, encodeNothing),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }),
  )
  .map(([payload, encode, pieces]) => `payload=${encode(payload)}${pieces.join("")}`);

function asForm(text: string): string {
  return new URLSearchParams({ text }).toString().slice("text=".length);
}

function encodeAll(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

function encodeNothing(text: string): string {
  return text;
}
