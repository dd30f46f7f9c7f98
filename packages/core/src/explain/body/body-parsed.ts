import type { Damage, Undone } from "../model/damage.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { asBody, MAX_TEXT_BYTES } from "./body-text.ts";
import { bytesOfJson } from "./body-stringified.ts";
import { formsOf } from "./form-encodings.ts";
import { reprints } from "./reprints.ts";

/** A parser took the body, and you passed its result. */
export const bodyParsed: Damage = {
  id: "body-parsed",
  title: "The body is no raw body: a parser took it.",
  after: ["body-not-raw"],

  *undo({ givenBody }): Generator<Undone> {
    const bytes = bytesOfJson(givenBody);
    if (bytes !== undefined) {
      yield {
        change: { body: bytes },
        detail: "It is the JSON of a Buffer: an object with its bytes as numbers.",
      };
      return;
    }
    const printed = stringified(givenBody);
    if (printed === undefined) return;
    yield { change: asBody(printed), detail: "Printed again as JSON it is the one that was signed." };
    yield* reprints(printed);
    const { payload } = givenBody as { readonly payload?: unknown };
    if (typeof payload !== "string" || payload.length > MAX_TEXT_BYTES) return;
    for (const form of formsOf(payload)) {
      yield { change: asBody(form), detail: "It is a form that was parsed, and the form was signed." };
    }
  },

  signs: ({ givenBody }) => ({
    certainty: "likely",
    detail: `You passed ${kindOf(givenBody)}.`,
  }),

  fix: rawBodyFix,
};

/** `undefined` for what JSON cannot say, and for more than 4 MiB. */
function stringified(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text !== undefined && text.length <= MAX_TEXT_BYTES ? text : undefined;
  } catch {
    return undefined; // a circle, a BigInt, or code of the value's own
  }
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return `${value}: the body was never read, or read before`;
  if (typeof value !== "object") return `a ${typeof value}`;
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return tag === "Object" || tag === "Array"
    ? "an object, as body parsers make it"
    : "an object, and neither bytes nor text";
}
