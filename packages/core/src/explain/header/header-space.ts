import type { Damage, Undone } from "../model/damage.ts";
import { BAD_HEADER } from "../model/refusal.ts";
import { signatureValue, withSignature } from "./signature-value.ts";

/** The signature has white space or quotes around it. */
export const headerSpace: Damage = {
  id: "header-space",
  title: "The signature has white space or quotes around it.",
  after: BAD_HEADER,

  *undo(suspect): Generator<Undone> {
    const value = signatureValue(suspect);
    if (value === undefined) return;
    const bare = value.replace(/^[\s"'`\u200b\ufeff]+|[\s"'`\u200b\ufeff]+$/g, "");
    const joined = bare.replace(/\s+(?=[0-9a-fA-F]+$)/, ""); // "sha256= ab12"
    for (const text of new Set([bare, joined])) {
      if (text === value) continue;
      yield {
        change: withSignature(suspect, text),
        detail: `The value of the ${suspect.scheme.header} header has white space or quotes that the sender did not write.`,
      };
    }
  },

  fix: ({ scheme }) =>
    `Pass the value of ${scheme.header} on exactly as it came: no JSON.stringify around it, no line break from a copied curl line.`,
};
