import type { Damage } from "../model/damage.ts";

/** The two differ, in a way that cannot be undone. */
export const tokenWrong: Damage = {
  id: "token-wrong",
  title: "What came is not the secret.",
  after: ["malformed-signature", "signature-mismatch", "secret-form"],

  signs: ({ scheme }) => ({
    certainty: "possible",
    detail: `The ${scheme.header} header came, and no known damage makes it the secret. It may be a stranger's guess.`,
  }),

  fix: ({ provider }) =>
    `Set the same secret at ${provider.id} and here, both new. It is compared as it is, each space and letter. Pass the secrets of ` +
    "your other endpoints as otherSecrets to learn whether it is one of them.",
};
