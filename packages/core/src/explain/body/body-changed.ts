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
      "A parser that took it may have lost numbers such as 1.0, and a proxy may have edited it: " +
      "neither can be undone. Whoever lacks the secret can only send what looks like this.",
  }),

  fix: (suspect) =>
    `${rawBodyFix(suspect)} If the sender's list of deliveries does not have this one, leave it refused.`,
};
