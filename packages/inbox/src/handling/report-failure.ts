import type { Failure } from "../store/failure.ts";
import { messageOf } from "./failure.ts";

/** What takes failures: `InboxOptions.onFailure`. */
export type OnFailure = (failure: Failure) => unknown;

/**
 * Makes the function that stores call with a failed attempt. It never throws: what `onFailure`
 * throws is a fault.
 */
export function createFailureReport(
  onFailure: OnFailure = logFailure,
  onError: (error: unknown) => void,
): (failure: Failure) => void {
  return (failure) => void report(onFailure, failure, onError);
}

async function report(
  onFailure: OnFailure,
  failure: Failure,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    await onFailure(failure);
  } catch (cause) {
    const { id, provider } = failure.row;
    const message = `onFailure failed: ${messageOf(cause)} It was called with ${provider} delivery ${id}.`;
    onError(new Error(message, { cause }));
  }
}

/** By default a failure is one line: nobody else would say so. */
function logFailure(failure: Failure): void {
  console.error(toLine(describe(failure)));
}

function describe({ row, isDead, nextAttemptAt }: Failure): string {
  const { id, provider, name, scope, attempt, reason, error } = row;
  const what = [provider, name, "delivery", id, scope === "" ? "" : `of ${scope}`].filter(Boolean).join(" ");
  if (!isDead) {
    const at = nextAttemptAt?.toISOString() ?? "soon";
    return `${what}: attempt ${attempt} failed: ${error}. The next one is due at ${at}.`;
  }
  return `${what} is dead (${reason}) after attempt ${attempt}: ${error}. get(id) shows it, and retry(id) runs it again.`;
}

/** On one line: a message may hold line breaks that somebody wants to be lines of the log. */
function toLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").replaceAll("..", ".");
}
