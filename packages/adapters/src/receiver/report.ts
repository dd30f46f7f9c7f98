import type { WebhookEvent } from "@flaghook/core";
import { failureResponse } from "../response/response.ts";
import type { ErrorContext } from "./delivery-result.ts";
import type { Progress } from "./progress.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/** Calls `onError`. Never rejects. */
export type Report<Event extends WebhookEvent, Request> = (
  error: unknown,
  progress: Progress<Event, Request>,
) => Promise<void>;

/** The reports of one receiver. */
export function compileReport<Event extends WebhookEvent, Request>(
  options: WebhookOptions<Event, Request>,
): Report<Event, Request> {
  const { provider, onError = logFailure } = options;
  return async (error, { stage, isVerified, event, delivery }) => {
    try {
      await onError(error, { provider: provider.id, stage, isVerified, event, delivery });
    } catch {
      // Nobody else is listening, and the sender still needs its response.
    }
  };
}

/** Without an `onError`. Strangers can cause refusals at will: those are not worth a line. */
function logFailure(error: unknown, context: ErrorContext<WebhookEvent>): void {
  const { provider, stage, isVerified } = context;
  if (!isVerified && failureResponse(error, stage).status < 500) return;
  try {
    console.error(error);
  } catch {
    console.error(
      `${provider}: stage ${JSON.stringify(stage)} failed with something that cannot be printed.`,
    );
  }
}
