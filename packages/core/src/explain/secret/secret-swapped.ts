import type { Damage, Undone } from "../model/damage.ts";

/** The delivery is signed with another of the user's secrets. */
export const secretSwapped: Damage = {
  id: "secret-swapped",
  title: "The delivery is signed with another of your secrets.",
  after: ["signature-mismatch", "secret-form"],

  *guess({ otherSecrets, secrets }): Generator<Undone> {
    for (const [name, secret] of otherSecrets) {
      if (secrets.includes(secret)) continue;
      yield { change: { secrets: [secret] }, detail: `The secret ${name} made this signature.` };
    }
  },

  fix: ({ provider }) =>
    `Give the endpoint of ${provider.id} the secret that is named, or set the one that it has at the provider. During a rotation pass ` +
    "both: secret: [current, previous].",
};
