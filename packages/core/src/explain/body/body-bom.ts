import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { concat, startsWith } from "./body-text.ts";

const BOM = [0xef, 0xbb, 0xbf];

/** A byte order mark was added to the body, or taken from it. */
export const bodyBom: Damage = {
  id: "body-bom",
  title: "A byte order mark before the body was added or lost.",
  after: MISMATCH,

  *undo({ body }): Generator<Undone> {
    if (!startsWith(body, BOM)) return;
    const detail = "The body begins with a byte order mark that was not signed.";
    yield { change: { body: body.subarray(BOM.length) }, detail };
  },

  *guess({ body }): Generator<Undone> {
    if (startsWith(body, BOM)) return;
    yield {
      change: { body: concat(BOM, body) },
      detail: "The body was signed with a byte order mark, which was lost.",
    };
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} TextDecoder and request.text() drop the mark, and some editors add one when a body is saved.`,
};
