import { WebhookError, type VerifyOptions, type WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { Progress } from "./progress.ts";
import type { SecretSet } from "./secrets.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/**
 * Gives the event of a delivery, or the `schema-mismatch` that an inbox wants to keep: both are
 * signed. Throws every other refusal.
 */
export type Verify<Event extends WebhookEvent, Request> = (
  secrets: SecretSet,
  delivery: ReceivedDelivery<Request>,
  progress: Progress<Event, Request>,
) => Event | WebhookError;

/** The verification of one receiver. */
export function compileVerification<Event extends WebhookEvent, Request>(
  { provider, now }: Pick<WebhookOptions<Event, Request>, "provider" | "now">,
  maxBodyBytes: number,
): Verify<Event, Request> {
  const limits = { maxBodyBytes, ...(now !== undefined && { now }) };
  let known: SecretSet | undefined;
  let verifyOptions: VerifyOptions;
  return (secrets, delivery, progress) => {
    if (secrets !== known) verifyOptions = { ...limits, secret: secrets.secret };
    known = secrets;
    try {
      progress.event = provider.verify(delivery, verifyOptions);
      progress.isVerified = true;
      return progress.event;
    } catch (error) {
      if (!WebhookError.is(error)) throw error;
      // The signature comes before JSON and schema, so these two mean that it holds.
      progress.isVerified = error.code === "schema-mismatch" || error.code === "invalid-json";
      if (error.code === "schema-mismatch") return error;
      throw error;
    }
  };
}
