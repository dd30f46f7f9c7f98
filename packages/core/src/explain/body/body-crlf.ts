import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";

const CR = 0x0d;
const LF = 0x0a;

/** Line breaks inside the body were turned into those of another system. */
export const bodyCrlf: Damage = {
  id: "body-crlf",
  title: "The body's line breaks were changed.",
  after: MISMATCH,

  *undo({ body }): Generator<Undone> {
    if (body.indexOf(LF) < 0 || body.indexOf(CR) < 0) return;
    yield {
      change: { body: withoutCarriageReturns(body) },
      detail: "The body was signed with line breaks of LF, and has CR LF.",
    };
  },

  *guess({ body }): Generator<Undone> {
    if (body.indexOf(LF) < 0) return;
    yield {
      change: { body: withCarriageReturns(body) },
      detail: "The body was signed with line breaks of CR LF, and has LF.",
    };
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} For kept files: git config core.autocrlf false, or "*.json -text" in .gitattributes; FTP in binary mode.`,
};

function withoutCarriageReturns(body: Uint8Array): Uint8Array {
  return body.filter((byte, index) => byte !== CR || body[index + 1] !== LF);
}

function withCarriageReturns(body: Uint8Array): Uint8Array {
  const isBare = (index: number): boolean => body[index] === LF && body[index - 1] !== CR;
  let count = 0;
  for (let index = 0; index < body.length; index++) if (isBare(index)) count++;
  const changed = new Uint8Array(body.length + count);
  let written = 0;
  for (let index = 0; index < body.length; index++) {
    if (isBare(index)) changed[written++] = CR;
    changed[written++] = body[index]!;
  }
  return changed;
}
