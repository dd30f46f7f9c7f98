import type { Damage, Undone } from "../model/damage.ts";
import { textSecrets, withSecret } from "./secret-candidates.ts";

/** The secret has white space, or a character that nobody sees, on one side and not the other. */
export const secretSpace: Damage = {
  id: "secret-space",
  title: "The secret has white space on one side only.",
  after: ["signature-mismatch", "secret-form"],

  *undo(suspect): Generator<Undone> {
    const detail = "The configured secret begins or ends with white space that the sender's has not.";
    for (const secret of textSecrets(suspect)) {
      const bare = secret.replace(/[\u200b-\u200d\u2060]/g, "").trim(); // trim takes the byte order mark along
      yield* withSecret(secret, bare, detail);
    }
  },

  *guess(suspect): Generator<Undone> {
    const detail = "The sender's secret ends in a space, and the configured one does not.";
    for (const secret of textSecrets(suspect)) yield* withSecret(secret, `${secret} `, detail);
  },

  fix: () =>
    "Copy the secret again without the space, in the environment file and in the settings of your host.",
};
