import type { Scheme } from "../../signature/scheme.ts";
import type { Damage } from "../model/damage.ts";

/** The provider proved itself in another way than the configured secrets are for. */
export const otherScheme: Damage = {
  id: "other-scheme",
  title: "The delivery is proved in another way than the configured secret is for.",
  after: ["missing-signature", "malformed-signature"],

  signs({ scheme, disabledSchemes: [other] }) {
    if (other === undefined) return undefined;
    if (other.header === scheme.header) {
      const detail = `The ${scheme.header} header holds ${other.prefix} and a signature, and the configured secret is for ${scheme.prefix}.`;
      return { certainty: "likely", detail };
    }
    const detail = `There is no ${scheme.header} header, which the configured secret is for, but a ${other.header} header.`;
    return { certainty: "likely", detail };
  },

  fix: ({ provider, scheme, disabledSchemes: [other] }) =>
    scheme.kind === "token" || other?.kind !== "token"
      ? `Pass the secret of ${provider.id} that belongs to ${placeOf(other)}.`
      : `Set the signing key at ${provider.id}, so that it signs. To take its token too while you change over, list { token } beside ` +
        "the key.",
};

function placeOf(scheme: Scheme | undefined): string {
  const key = scheme?.kind === "token" ? undefined : scheme?.key?.prefix;
  return `${scheme?.header ?? "it"}: ${key === undefined ? "its signing key" : `the one that begins with ${key}`}`;
}
