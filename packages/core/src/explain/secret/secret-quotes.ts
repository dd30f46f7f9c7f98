import type { Damage, Undone } from "../model/damage.ts";
import { textSecrets, withSecret } from "./secret-candidates.ts";

/** The secret is in quotes on one side and not the other, or a whole line was pasted. */
export const secretQuotes: Damage = {
  id: "secret-quotes",
  title: "The secret has quotes, or its variable's name, on one side only.",
  after: ["signature-mismatch", "secret-form"],

  *undo(suspect): Generator<Undone> {
    for (const secret of textSecrets(suspect)) {
      const trimmed = secret.trim();
      const quoted = /^(["'`])(.+)\1$/s.exec(trimmed)?.[2];
      yield* withSecret(secret, quoted, "The configured secret is in quotes, and the sender's is not.");
      const value = /^(?:export\s+)?[A-Za-z_]\w*=(["']?)(.+)\1$/s.exec(trimmed)?.[2];
      yield* withSecret(secret, value, "The configured secret is a whole line, NAME=value.");
    }
  },

  *guess(suspect): Generator<Undone> {
    const detail = "The sender's secret is in quotes, and the configured one is not.";
    for (const secret of textSecrets(suspect)) {
      for (const quote of ['"', "'"]) yield* withSecret(secret, quote + secret + quote, detail);
    }
  },

  fix: () =>
    "Write NAME=value without quotes for docker --env-file and systemd, which keep them, and paste the value alone into the " +
    "settings of a host or a provider.",
};
