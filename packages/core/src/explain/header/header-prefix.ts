import type { Damage, Undone } from "../model/damage.ts";
import { BAD_HEADER } from "../model/refusal.ts";
import { signatureValue, withSignature } from "./signature-value.ts";

/**
 * Words that senders write before a signature, repeated or not: `sha256=`, `SHA1:`, `v1,`, `hmac `.
 */
const PREFIXES = /^(?:(?:sha-?(?:1|256|512)|hmac(?:-sha-?(?:1|256|512))?|v[01]|signature)\s*[=:, ]\s*)+/i;

/** The text before the signature is missing, doubled, or another scheme's. */
export const headerPrefix: Damage = {
  id: "header-prefix",
  title: "The signature's prefix is missing, doubled or another one.",
  after: BAD_HEADER,

  *undo(suspect): Generator<Undone> {
    const value = signatureValue(suspect);
    if (value === undefined) return;
    const { header, prefix = "" } = suspect.scheme;
    const bare = value.replace(PREFIXES, "");
    if (prefix + bare === value) return;
    yield {
      change: withSignature(suspect, prefix + bare),
      detail: `The ${header} header ${stateOf(value, bare, prefix)}.`,
    };
  },

  fix: ({ scheme: { header, prefix = "" } }) =>
    `Send ${header} as the provider does: ${prefix === "" ? "the signature alone" : `${prefix} once, and then the signature`}. ` +
    "A test script of your own signs best with sign() of the provider's package.",
};

function stateOf(value: string, bare: string, prefix: string): string {
  if (prefix === "") return "has a prefix, which this provider does not send";
  if (value === bare) return `lacks the prefix ${prefix}`;
  return value.startsWith(prefix + prefix)
    ? `has the prefix ${prefix} twice`
    : `has another prefix than ${prefix}`;
}
