import { compileLimit } from "@flaghook/core/inbox";
import { messageOf } from "./failure.ts";

/**
 * Makes the function that stores and the inbox call with a fault in the background. It never
 * throws: nobody awaits it, and what a logger throws there would end the process.
 */
export function createFaultReport(
  onError: ((error: unknown) => unknown) | undefined,
  now?: () => Date,
): (error: unknown) => void {
  return onError === undefined ? warnAtTimes(now) : (error) => void report(onError, error);
}

/** An engine that is away fails many times a second, always alike. */
function warnAtTimes(now: (() => Date) | undefined): (error: unknown) => void {
  const countOf = compileLimit(now);
  return (error) => {
    const message = messageOf(error);
    const count = countOf(message);
    if (count > 0) warn(count === 1 ? message : `${message} (${count} of these since the last such warning)`);
  };
}

async function report(onError: (error: unknown) => unknown, error: unknown): Promise<void> {
  try {
    await onError(error);
  } catch (failure) {
    warn(`onError failed: ${messageOf(failure)} It was called with: ${messageOf(error)}`);
  }
}

function warn(message: string): void {
  process.emitWarning(message, { type: "FlaghookInboxWarning" });
}
