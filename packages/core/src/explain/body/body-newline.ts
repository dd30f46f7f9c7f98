import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { concat } from "./body-text.ts";

const CR = 0x0d;
const LF = 0x0a;

/** A line break or white space was added to the body's end, or taken from it. */
export const bodyNewline: Damage = {
  id: "body-newline",
  title: "A line break at the end of the body was added or lost.",
  after: MISMATCH,

  *undo({ body }): Generator<Undone> {
    const added = "The body ends in a line break or white space that was not signed.";
    const end = endOfText(body);
    if (body.at(-1) === LF) yield { change: { body: body.subarray(0, -1) }, detail: added };
    if (end < body.length - 1) yield { change: { body: body.subarray(0, end) }, detail: added };
    const start = startOfText(body);
    if (start > 0) {
      const detail = "The body begins with a line break or white space that was not signed.";
      yield { change: { body: body.subarray(start) }, detail };
    }
  },

  *guess({ body }): Generator<Undone> {
    const detail = "The body was signed with a line break at its end.";
    yield { change: { body: concat(body, [LF]) }, detail };
    yield { change: { body: concat(body, [CR, LF]) }, detail };
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} In a shell use printf %s and curl --data-binary @file, which add and drop nothing; an editor adds a line ` +
    "break to a saved body.",
};

function endOfText(body: Uint8Array): number {
  let end = body.length;
  while (end > 0 && isSpace(body[end - 1]!)) end--;
  return end;
}

function startOfText(body: Uint8Array): number {
  let start = 0;
  while (start < body.length && isSpace(body[start]!)) start++;
  return start;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === CR || byte === LF;
}
