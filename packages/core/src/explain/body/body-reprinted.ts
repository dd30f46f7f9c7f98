import type { Damage, Sign, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { textOf } from "./body-text.ts";
import { isRelayed } from "./body-relayed.ts";
import { parseJsonTree } from "../json/json-tree.ts";
import { reprints } from "./reprints.ts";
import { statedLength } from "./stated-length.ts";

/** A parser took the body, and what was verified is its JSON printed again. */
export const bodyReprinted: Damage = {
  id: "body-reprinted",
  title: "The body was parsed and printed again.",
  after: MISMATCH,

  *guess(suspect): Generator<Undone> {
    const text = isRelayed(suspect) ? undefined : textOf(suspect.body);
    if (text !== undefined) yield* reprints(text);
  },

  signs(suspect): Sign | undefined {
    const { body } = suspect;
    const length = statedLength(suspect);
    if (length === undefined || length === body.length) return undefined;
    if (parseJsonTree(textOf(body) ?? "") === undefined) return undefined;
    const detail =
      `The body is whole JSON of ${body.length} bytes, and content-length says ${length}. ` +
      "Printing loses numbers such as 1.0, so that it cannot be undone.";
    return { certainty: "likely", detail };
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} Never verify JSON.stringify(request.body): it is not what the sender wrote.`,
};
