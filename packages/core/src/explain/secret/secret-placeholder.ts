import type { Damage } from "../model/damage.ts";
import { textSecrets } from "./secret-candidates.ts";

/** Forms in which a variable is named and not read. */
const NAMED =
  /^(?:\$\{?\w+\}?|\$\{\{.*\}\}|\{\{.*\}\}|%\w+%|process\.env\.\w+|<[^<>]+>|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:SECRET|KEY|TOKEN))$/;

/** The secret is the name of a variable instead of its value. */
export const secretPlaceholder: Damage = {
  id: "secret-placeholder",
  title: "The secret is the name of a variable, not its value.",
  after: ["signature-mismatch", "secret-form"],

  signs: (suspect) =>
    textSecrets(suspect).some((secret) => secret.length <= 200 && NAMED.test(secret.trim()))
      ? {
          certainty: "likely",
          detail: "The configured secret is written like $NAME, <name> or NAME_SECRET: nothing replaced it.",
        }
      : undefined,

  fix: () =>
    "Read the variable in code (process.env.NAME), and check that the shell, the compose file or the CI step expands it: single " +
    "quotes do not.",
};
