import { messageOf } from "./failure.ts";

/**
 * Makes the function that stores and the inbox call with a fault in the background. It never
 * throws: nobody awaits it, and what a logger throws there would end the process.
 */
export function createFaultReport(
  onError: ((error: unknown) => unknown) | undefined,
): (error: unknown) => void {
  if (onError === undefined) return (error) => warn(messageOf(error));
  return (error) => void report(onError, error);
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
