import type { Claim, Verdict } from "../store/store.ts";

/** Longer messages are cut: they are for a human's eye. */
const MAX_LENGTH = 500;

/** Why a delivery is dead whose last attempt nobody ended. */
export const CRASHED = "its process ended during the last attempt.";

/** Why a delivery is dead that the store itself can no longer read. */
export const DAMAGED = "what is stored of it is damaged.";

/** What is kept of a failure. Well-formed and without a NUL: jsonb refuses others, and SQLite's text would end there. */
export function messageOf(failure: unknown): string {
  const text = new TextDecoder().decode(new TextEncoder().encode(textOf(failure).slice(0, MAX_LENGTH)));
  return text.replaceAll("\u0000", "\uFFFD") || "no message";
}

/** How a start ended that failed. */
export function failedAttempt(failure: unknown, { isLast }: Pick<Claim, "isLast">): Verdict {
  const error = messageOf(failure);
  return isLast ? { state: "dead", reason: "attempts", error } : { state: "retry", error };
}

function textOf(failure: unknown): string {
  try {
    return String(failure instanceof Error ? failure.message : failure);
  } catch {
    return ""; // anything can be thrown, an object without a prototype among it
  }
}
