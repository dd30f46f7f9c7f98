import type { AttemptResult, ClaimedDelivery } from "../store/store.ts";

/** Longer messages are cut: they are for a human's eye. */
const MAX_LENGTH = 500;

/** Error of a delivery whose process died during the last attempt. */
export const CRASHED = "its process ended during the last attempt.";

/** Error of a delivery that the store itself can no longer read. */
export const DAMAGED = "what is stored of it is damaged.";

/**
 * The message to store of a failure. Well-formed and without a NUL: jsonb refuses others, and
 * SQLite's text would end there.
 */
export function messageOf(failure: unknown): string {
  const text = new TextDecoder().decode(new TextEncoder().encode(textOf(failure).slice(0, MAX_LENGTH)));
  return text.replaceAll("\u0000", "\uFFFD") || "no message";
}

/** The result of a start that failed. */
export function failedAttempt(failure: unknown, { isLast }: Pick<ClaimedDelivery, "isLast">): AttemptResult {
  const error = messageOf(failure);
  return isLast ? { state: "dead", reason: "attempts", error } : { state: "retry", error };
}

function textOf(failure: unknown): string {
  try {
    return String(failure instanceof Error ? failure.message : failure);
  } catch {
    return ""; // handlers can throw anything, also an object without a prototype
  }
}
