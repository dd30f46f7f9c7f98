import type { Damage } from "../model/damage.ts";

/** The secrets differ, in a way that cannot be undone. */
export const secretWrong: Damage = {
  id: "secret-wrong",
  title: "The secret is not the one that the sender has.",
  after: ["signature-mismatch", "secret-form"],

  signs: ({ refusal }) =>
    refusal === "secret-form"
      ? { certainty: "likely", detail: "The configured secret has not the form that the scheme asks for." }
      : {
          certainty: "possible",
          detail: "No known damage of the secret or of the body explains the signature.",
        },

  fix: ({ provider }) =>
    `Set the same secret at ${provider.id} and here, both new. Pass the secrets of your other endpoints as otherSecrets to learn whether ` +
    "it is one of them.",
};
