import type { Damage, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";
import { parseJsonTree } from "../json/json-tree.ts";
import { printJson } from "../json/json-printer.ts";
import { COMPACT } from "../json/json-styles.ts";
import { asBody, textOf } from "./body-text.ts";
import { formsOf } from "./form-encodings.ts";

/** The signed form was decoded: its JSON is left, or an object with the field in it. */
export const bodyForm: Damage = {
  id: "body-form",
  title: "The signed form was decoded before it was verified.",
  after: MISMATCH,

  *guess({ body }): Generator<Undone> {
    const text = textOf(body);
    if (text === undefined) return;
    for (const [payload, detail] of payloadsIn(text)) {
      for (const form of formsOf(payload)) {
        if (form !== text) yield { change: asBody(form), detail };
      }
    }
  },

  fix: (suspect) =>
    `${rawBodyFix(suspect)} Above express.urlencoded() and any other parser of forms, too: the signature is over payload=… as it was ` +
    "sent.",
};

/** Texts that may have been in the form's field, each with the sign of it. */
function* payloadsIn(text: string): Generator<readonly [string, string]> {
  if (text.startsWith("payload=")) {
    const decoded = text.slice("payload=".length);
    const detail = "The form was percent-decoded.";
    if (!/^\s*[[{]/.test(decoded)) return; // still encoded
    yield [decoded, detail];
    if (decoded.includes("+")) yield [decoded.replaceAll("+", " "), detail];
    return;
  }
  if (!/^\s*[[{]/.test(text)) return;
  const tree = parseJsonTree(text);
  if (tree === undefined) return;
  const field = tree.kind === "object" ? tree.members.find(([key]) => key === "payload")?.[1] : undefined;
  if (field?.kind === "string") yield [field.text, "The form was parsed, and printed again as JSON."];
  const printed = field?.kind === "object" ? printJson(field, COMPACT) : undefined;
  if (printed !== undefined)
    yield [printed, "The form and the JSON in it were parsed, and printed again as JSON."];
  yield [text, "The body is the JSON that stood in the form."];
}
