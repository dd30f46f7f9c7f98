import { fieldsOf } from "../store/entry-codec.ts";
import type { Failure } from "../store/failure.ts";
import { toInboxRow, type InboxRow } from "../store/inbox-row.ts";
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
  return withCause(
    isLast ? { state: "dead", reason: "attempts", error } : { state: "retry", error },
    failure,
  );
}

/** Attaches what was thrown where nothing stores or clones it. */
export function withCause(result: AttemptResult, cause: unknown): AttemptResult {
  return Object.defineProperty(result, "cause", { value: cause });
}

/**
 * What `onFailure` takes of an attempt. `undefined` for one that did not fail.
 *
 * @param nextAttemptAt When a `retry` may start, in milliseconds since 1970.
 */
export function failureOf(
  { id, entry, attempt }: Pick<ClaimedDelivery, "id" | "entry" | "attempt">,
  result: AttemptResult,
  nextAttemptAt: number,
): Failure | undefined {
  if (result.state !== "retry" && result.state !== "dead") return undefined;
  const isDead = result.state === "dead";
  const row = toInboxRow(fieldsOf(entry), {
    id,
    provider: entry.provider,
    state: isDead ? "dead" : "pending",
    reason: isDead ? result.reason : undefined,
    error: result.error,
    attempt,
    storedAt: entry.receivedAt,
  });
  const error = "cause" in result ? result.cause : new Error(result.error);
  return { row, error, isDead, nextAttemptAt: isDead ? undefined : new Date(nextAttemptAt) };
}

/** What `onFailure` takes of a delivery that died without an attempt of this process. */
export function endedFailure(row: InboxRow): Failure {
  return { row, error: new Error(row.error), isDead: true, nextAttemptAt: undefined };
}

function textOf(failure: unknown): string {
  try {
    return String(failure instanceof Error ? failure.message : failure);
  } catch {
    return ""; // handlers can throw anything, also an object without a prototype
  }
}
