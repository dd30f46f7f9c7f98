import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { textOf } from "./body-text.ts";
import { isRelayed } from "./body-relayed.ts";
import { reprints } from "./reprints.ts";

/** A parser took the body, and what was verified is its JSON printed again. */
export const bodyReprinted: Damage = {
  id: "body-reprinted",
  title: "The body was parsed and printed again.",
  after: MISMATCH,

  *guess(suspect): Generator<Undone> {
    const text = isRelayed(suspect) ? undefined : textOf(suspect.body);
    if (text !== undefined) yield* reprints(text);
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} Never verify JSON.stringify(request.body): it is not what the sender wrote.`,
};
