import type { Damage, Undone } from "../model/damage.ts";
import { textSecrets, withSecret } from "./secret-candidates.ts";

/** The secret has a line break on one side and not the other. */
export const secretLineBreak: Damage = {
  id: "secret-line-break",
  title: "The secret has a line break on one side only.",
  after: ["signature-mismatch", "secret-form"],

  *undo(suspect): Generator<Undone> {
    const detail = "The configured secret has a line break, and the sender's has none.";
    for (const secret of textSecrets(suspect)) {
      yield* withSecret(secret, secret.replace(/[\r\n]+/g, ""), detail);
      yield* withSecret(secret, secret.replace(/(?:\\r|\\n)+/g, ""), `${detail} It is written as \\n.`);
    }
  },

  *guess(suspect): Generator<Undone> {
    const detail = "The sender's secret ends in a line break, and the configured one does not.";
    for (const secret of textSecrets(suspect)) {
      yield* withSecret(secret, `${secret}\n`, detail);
      yield* withSecret(secret, `${secret}\r\n`, detail);
    }
  },

  fix: () =>
    'Write the secret without a line break: printf %s instead of echo, and readFileSync(path, "utf8").trim() for a mounted file. ' +
    "If the break is at the sender, set the secret there again.",
};
