import type { Damage } from "../model/damage.ts";

/** The provider proved itself in another way than the configured secrets are for. */
export const otherScheme: Damage = {
  id: "other-scheme",
  title: "The delivery is proved in another way than the configured secret is for.",
  after: ["missing-signature"],

  signs({ scheme, disabledSchemes: [other] }) {
    if (other === undefined) return undefined;
    const detail = `There is no ${scheme.header} header, which the configured secret is for, but a ${other.header} header.`;
    return { certainty: "likely", detail };
  },

  fix: ({ provider, scheme, disabledSchemes: [other] }) =>
    scheme.kind === "token" || other?.kind !== "token"
      ? `Pass the secret of ${provider.id} that belongs to ${other?.header ?? "it"}: its signing key.`
      : `Set the signing key at ${provider.id}, so that it signs. To take its token too while you change over, list { token } beside ` +
        "the key.",
};
