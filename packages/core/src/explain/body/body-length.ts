import type { Damage, Sign, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { parseJsonTree } from "../json/json-tree.ts";
import { asBody, textOf } from "./body-text.ts";
import { missingEnds } from "./json-ends.ts";
import { statedLength } from "./stated-length.ts";

/** The body was cut short, or something was added behind it. */
export const bodyLength: Damage = {
  id: "body-length",
  title: "The body was cut short, or something was added to it.",
  after: MISMATCH,

  *undo(suspect): Generator<Undone> {
    const { body } = suspect;
    const length = statedLength(suspect);
    if (length !== undefined && length < body.length) {
      const detail = `The body has ${body.length} bytes, and the first ${length}, as content-length says, were signed.`;
      yield { change: { body: body.subarray(0, length) }, detail };
    }
    const end = endBeforeZeros(body);
    if (end < body.length) {
      yield {
        change: { body: body.subarray(0, end) },
        detail: "The body is filled up with zero bytes: a buffer larger than it.",
      };
    }
    const text = textOf(body);
    if (text === undefined) return;
    for (const missing of missingEnds(text)) {
      yield {
        change: asBody(text + missing),
        detail: `The last ${missing.length} bytes of the body are missing.`,
      };
    }
  },

  signs(suspect): Sign | undefined {
    const { body } = suspect;
    if (body.length === 0) return undefined; // said better elsewhere
    const length = statedLength(suspect);
    const isWhole = parseJsonTree(textOf(body) ?? "") !== undefined; // printed again, and not cut
    if (length !== undefined && length !== body.length && !isWhole) {
      return {
        certainty: "likely",
        detail: `The body has ${body.length} bytes, and content-length says ${length}.`,
      };
    }
    return missingEnds(textOf(body) ?? "").length > 0
      ? { certainty: "likely", detail: "The body begins as JSON and ends in the middle of it." }
      : undefined;
  },

  fix: (suspect) =>
    `Read the stream to its end: wait for its end event or await the whole body, and look for a limit that cuts instead of refusing. ` +
    rawBodyFix(suspect),
};

function endBeforeZeros(body: Uint8Array): number {
  let end = body.length;
  while (end > 0 && body[end - 1] === 0) end--;
  return end;
}
