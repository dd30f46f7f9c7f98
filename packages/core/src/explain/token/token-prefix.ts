import type { Damage, Undone } from "../model/damage.ts";
import { signatureValue, withSignature } from "../header/signature-value.ts";

/** Words that are written before a token. */
const WORDS = /^(?:(?:bearer|token|basic|api-?key)[: ]\s*)+/i;

/** What may be missing before it. */
const PREFIXES = ["Bearer ", "Token "];

/** A word such as Bearer is on one side and not on the other. */
export const tokenPrefix: Damage = {
  id: "token-prefix",
  title: "A word such as Bearer is on one side only.",
  after: ["malformed-signature", "signature-mismatch"],

  *guess(suspect): Generator<Undone> {
    const value = signatureValue(suspect);
    if (value === undefined) return;
    const { header, prefix = "" } = suspect.scheme;
    const bare = value.replace(WORDS, "");
    for (const text of new Set([prefix + bare, ...PREFIXES.map((word) => prefix + word + bare)])) {
      if (text === value) continue;
      const which = text.length < value.length ? "the secret does not begin with" : "the secret begins with";
      yield {
        change: withSignature(suspect, text),
        detail: `The ${header} header has the secret, but ${which} a word such as Bearer.`,
      };
    }
  },

  fix: ({ provider, scheme }) =>
    `Set as the secret exactly what ${provider.id} sends in ${scheme.header}` +
    (scheme.prefix === undefined ? ", with all its words." : `, without ${scheme.prefix.trim()}.`),
};
