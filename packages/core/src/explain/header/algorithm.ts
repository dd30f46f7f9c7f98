import type { Scheme, SignatureScheme } from "../../signature/scheme.ts";
import type { Damage, Undone } from "../model/damage.ts";
import { BAD_HEADER } from "../model/refusal.ts";
import { withScheme } from "./scheme-variant.ts";
import { afterPrefix, shownName, signatureLikeHeaders, signatureValue } from "./signature-value.ts";

const EXCHANGED = { sha1: "sha256", sha256: "sha1" } as const;

/** Hex digits that only SHA-512 makes. */
const SHA512_HEX = /^[0-9a-f]{128}$/i;

/** SHA-1 and SHA-256 were exchanged. */
export const algorithm: Damage = {
  id: "algorithm",
  title: "The signature was made with another hash.",
  after: BAD_HEADER,

  *guess(suspect): Generator<Undone> {
    const { scheme } = suspect;
    const given = typeof scheme.algorithm === "string" ? scheme.algorithm : scheme.algorithm?.name;
    if (scheme.kind === "token" || (given !== "sha1" && given !== "sha256")) return;
    const other = EXCHANGED[given];
    const value = signatureValue(suspect);
    const places = value === undefined ? signatureLikeHeaders(suspect) : [[scheme.header, value] as const];
    for (const [header, text] of places) {
      for (const prefix of new Set([scheme.prefix?.replace(given, other), scheme.prefix, ""])) {
        if (prefix === undefined || !text.startsWith(prefix)) continue;
        const variant: SignatureScheme = { ...scheme, header, prefix, algorithm: other };
        const where =
          header === scheme.header
            ? `the ${header} header`
            : `the ${shownName(header)}, and no ${scheme.header} came`;
        yield {
          change: withScheme(suspect, variant),
          detail: `An HMAC of ${other.toUpperCase()} is in ${where}. This provider signs with ${given.toUpperCase()}.`,
        };
      }
    }
  },

  signs: (suspect) =>
    SHA512_HEX.test(afterPrefix(suspect) ?? "")
      ? { certainty: "likely", detail: "The signature has the length of SHA-512." }
      : undefined,

  fix: ({ provider, scheme }) =>
    `Verify what ${provider.id} signs with ${nameOf(scheme)}, in the ${scheme.header} header. A sender that offers no other hash is ` +
    "another provider, or too old: flaghook never falls back to a weaker hash.",
};

function nameOf({ algorithm: given }: Scheme): string {
  return (typeof given === "string" ? given : (given?.name ?? "")).toUpperCase();
}
