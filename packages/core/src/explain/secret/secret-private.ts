import type { Damage } from "../model/damage.ts";
import { textSecrets } from "./secret-candidates.ts";

/** The private key was configured, with which the sender signs. */
export const secretPrivate: Damage = {
  id: "secret-private",
  title: "The secret is the private key, which only the sender should have.",
  after: ["secret-form"],

  signs(suspect) {
    const prefix = suspect.scheme.privateKey?.prefix;
    if (prefix === undefined || !textSecrets(suspect).some((secret) => secret.startsWith(prefix))) {
      return undefined;
    }
    return { certainty: "likely", detail: `The configured secret begins with ${prefix}.` };
  },

  fix: ({ provider, scheme }) =>
    `Pass the public key that ${provider.id} shows${scheme.key?.prefix === undefined ? "" : `, ${scheme.key.prefix}…`}. ` +
    "Whoever reads this private key can sign: make a new pair.",
};
