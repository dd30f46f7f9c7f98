import type { Damage } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import { rawBodyFix } from "../fix/raw-body-fix.ts";

/** The body was changed in a way that cannot be undone, or somebody forged it. */
export const bodyChanged: Damage = {
  id: "body-changed",
  title: "The body is not the one that was signed, or it is a forgery.",
  after: MISMATCH,

  signs: () => ({
    certainty: "possible",
    detail:
      "Whoever lacks the secret can only send what looks like this. So does a body that a proxy has edited.",
  }),

  fix: (suspect) =>
    `${rawBodyFix(suspect)} If the sender's list of deliveries does not have this one, leave it refused.`,
};
