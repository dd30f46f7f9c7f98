import type { Damage, Undone } from "../model/damage.ts";
import { BAD_HEADER } from "../model/refusal.ts";
import { afterPrefix, signatureValue, withSignature } from "./signature-value.ts";

/** The hex digits came in upper case. */
export const headerCase: Damage = {
  id: "header-case",
  title: "The signature is in upper-case hex.",
  after: BAD_HEADER,

  *undo(suspect): Generator<Undone> {
    const { encoding, header, prefix = "" } = suspect.scheme;
    const digits = afterPrefix(suspect);
    if (digits === undefined || encoding !== "hex" || !/^[0-9a-f]+$/i.test(digits)) return;
    const lowered = prefix + digits.toLowerCase();
    if (lowered === signatureValue(suspect)) return;
    yield {
      change: withSignature(suspect, lowered),
      detail: `The ${header} header has upper-case letters, where the provider sends lower case.`,
    };
  },

  fix: () =>
    "Pass the header on as it came. A script of your own must print hex in lower case: C#'s Convert.ToHexString and SQL's HEX() " +
    "do not.",
};
