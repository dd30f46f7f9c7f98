import { WebhookError } from "../../errors/error.ts";
import type { Undone } from "../model/damage.ts";
import type { Refusal } from "../model/refusal.ts";
import type { Suspect } from "../model/suspect.ts";
import type { TrialBudget } from "./trial-budget.ts";

/** How a trial ended. */
export type TrialResult =
  | { readonly kind: "match" }
  | { readonly kind: "refused"; readonly suspect: Suspect }
  | { readonly kind: "unaffordable" };

/**
 * Verifies the suspect as it would be without the damage. The one place where anything is tried.
 */
export function tryUndone(suspect: Suspect, { change }: Undone, budget: TrialBudget): TrialResult {
  const changed = { ...suspect, ...change };
  const { headers, body, secrets, now, verify } = changed;
  if (!budget.take(body.length, secrets)) return { kind: "unaffordable" };
  try {
    // No limit on bodies: the budget bounds memory and time.
    const limits = { maxBodyBytes: Infinity, ...(now && { now }) };
    verify({ headers: headers.toInput(), body }, { secret: secrets, ...limits });
    return { kind: "match" };
  } catch (error) {
    const refusal = refusalOf(error);
    // The signature is compared before its time: an old delivery still proves what was undone.
    const isMatch = refusal === "stale-timestamp" && suspect.refusal !== "stale-timestamp";
    return isMatch ? { kind: "match" } : { kind: "refused", suspect: { ...changed, refusal } };
  }
}

/** All options were checked before the first trial: a TypeError is about the form of a secret. */
function refusalOf(error: unknown): Refusal {
  if (WebhookError.is(error)) return error.code;
  if (error instanceof TypeError) return "secret-form";
  throw error; // the caller's own clock
}
