import type { WebhookEvent } from "@flaghook/core";
import { endpointOf } from "./endpoint.ts";
import { compileLog } from "./log.ts";
import type { Progress } from "./progress.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/** Calls `onError`, or writes to the log. Never rejects. */
export type Report<Event extends WebhookEvent, Request> = (
  error: unknown,
  progress: Progress<Event, Request>,
) => Promise<void>;

/** The reports of one receiver. */
export function compileReport<Event extends WebhookEvent, Request>(
  options: WebhookOptions<Event, Request>,
): Report<Event, Request> {
  const { provider, onError } = options;
  const log = compileLog(options);
  return async (error, { stage, isVerified, event, delivery, url }) => {
    const context = { provider: provider.id, stage, isVerified, event, delivery, endpoint: endpointOf(url) };
    if (onError === undefined) return log({ ...context, error });
    try {
      await onError(error, context);
    } catch {
      await log({ ...context, error }, " (onError threw as well)");
    }
  };
}
