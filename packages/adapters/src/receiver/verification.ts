import { WebhookError, type WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { WebhookOptions } from "./webhook-options.ts";
import type { Progress } from "./progress.ts";
import type { Report } from "./report.ts";
import { compileSecrets, type SecretSet } from "./secrets.ts";

/**
 * Gives the event of a delivery, or the `schema-mismatch` that an inbox wants to keep: both are
 * signed. Throws every other refusal.
 */
export type Verify<Event extends WebhookEvent, Request> = (
  delivery: ReceivedDelivery<Request>,
  progress: Progress<Event, Request>,
) => Promise<Event | WebhookError>;

/** Finds the secret, verifies, and calls `onVerified`. */
export function compileVerification<Event extends WebhookEvent, Request>(
  options: WebhookOptions<Event, Request>,
  maxBodyBytes: number,
  report: Report<Event, Request>,
): Verify<Event, Request> {
  const { provider, now, onVerified } = options;
  const limits = { maxBodyBytes, ...(now !== undefined && { now }) };
  const secretsOf = compileSecrets(options.secret);

  return async (delivery, progress) => {
    progress.stage = "secret";
    const secrets = await secretsOf(delivery);
    progress.stage = "verify";
    const verified = verifyWith(secrets, delivery, progress);
    if (onVerified !== undefined) {
      progress.stage = "notify";
      await notify(verified.secretIndex ?? 0, secrets, delivery, progress);
    }
    return verified;
  };

  function verifyWith(
    secrets: SecretSet,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Event | WebhookError {
    try {
      progress.event = provider.verify(delivery, { ...limits, secret: secrets.secret });
      progress.isVerified = true;
      return progress.event;
    } catch (error) {
      if (!WebhookError.is(error)) throw error;
      // The signature comes before JSON and schema, so these two mean that it holds.
      progress.isVerified = error.code === "schema-mismatch" || error.code === "invalid-json";
      if (error.code === "schema-mismatch") return error;
      throw error;
    }
  }

  async function notify(
    secretIndex: number,
    secrets: SecretSet,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<void> {
    const label = secrets.labelOf(secretIndex);
    try {
      await onVerified!({ provider: provider.id, event: progress.event, secretIndex, label, delivery });
    } catch (error) {
      await report(error, progress);
    }
  }
}
