import type { SafeVerifyResult } from "../../src/provider/provider.ts";
import { WebhookError } from "../../src/errors/error.ts";

/**
 * The code a call was refused with, or `"accepted"`. Any other exception fails the test that calls
 * it.
 */
export function verdictOf(call: () => unknown): string {
  try {
    call();
    return "accepted";
  } catch (error) {
    if (WebhookError.is(error)) return error.code;
    throw error;
  }
}

/** The error that a call was refused with. */
export function refusalOf(call: () => unknown): WebhookError {
  try {
    call();
  } catch (error) {
    if (WebhookError.is(error)) return error;
    throw error;
  }
  throw new Error("expected a WebhookError, but nothing was thrown");
}

/** The event in a result; the test fails when there is none. */
export function eventIn<Event>(result: SafeVerifyResult<Event>): Event {
  if (result.ok) return result.event;
  throw result.error;
}
