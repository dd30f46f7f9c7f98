import type { Damage, Undone } from "../model/damage.ts";
import { BAD_HEADER } from "../model/refusal.ts";
import type { Suspect } from "../model/suspect.ts";
import { withSignature } from "./signature-value.ts";

/** More copies than this are nobody's proxy. */
const MAX_COPIES = 8;

/** The signature's header came more than once, as separate lines or joined by a comma. */
export const headerTwice: Damage = {
  id: "header-twice",
  title: "The signature header came more than once.",
  after: BAD_HEADER,

  *undo(suspect): Generator<Undone> {
    const copies = copiesOf(suspect);
    if (copies.length < 2) return;
    const different = [...new Set(copies)].slice(0, MAX_COPIES);
    for (const [index, copy] of different.entries()) {
      const which =
        different.length === 1 ? "all of them the same" : `number ${index + 1} of them is the sender's`;
      yield {
        change: withSignature(suspect, copy),
        detail: `The ${suspect.scheme.header} header came ${copies.length} times, ${which}.`,
      };
    }
  },

  fix: ({ scheme }) =>
    `Find the hop that adds a second ${scheme.header} header (a proxy, a relay or a middleware that copies headers) and make ` +
    "it pass the sender's on alone. flaghook never picks one of several.",
};

function copiesOf({ headers, scheme: { header, separator } }: Suspect): readonly string[] {
  // Servers join repeated lines by ", ". A scheme of several entries may hold commas of its own.
  const joint = separator === undefined ? "," : ", ";
  const parts = headers.valuesOf(header).flatMap((value) => value.split(joint));
  const copies = parts.map((part) => part.trim()).filter((part) => part !== "");
  return separator === ", " ? inPairs(copies) : copies;
}

/** A header with a space after its comma has two entries: its copies are pairs of them. */
function inPairs(entries: readonly string[]): readonly string[] {
  const firsts = entries.filter((_, index) => index % 2 === 0);
  return firsts.map((first, index) => [first, ...entries.slice(2 * index + 1, 2 * index + 2)].join(", "));
}
