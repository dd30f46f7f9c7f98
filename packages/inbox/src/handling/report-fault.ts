import { messageOf } from "./failure.ts";

/**
 * What stores and the inbox call with a fault in the background. It never throws: nobody awaits it, and what a logger throws
 * there would end the process.
 */
export function faultReport(onError: ((error: unknown) => unknown) | undefined): (error: unknown) => void {
  if (onError === undefined) return (error) => warn(messageOf(error));
  return (error) => void tell(onError, error);
}

async function tell(onError: (error: unknown) => unknown, error: unknown): Promise<void> {
  try {
    await onError(error);
  } catch (failure) {
    warn(`onError failed: ${messageOf(failure)} It was told: ${messageOf(error)}`);
  }
}

function warn(message: string): void {
  process.emitWarning(message, { type: "FlaghookInboxWarning" });
}
