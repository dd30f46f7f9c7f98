import { createHmac } from "node:crypto";

/**
 * A verifier written from GrowthBook's source alone, over raw bytes, without our code: whether its
 * rules accept the delivery.
 *
 * @see
 *   https://github.com/growthbook/growthbook/blob/8f1db44/packages/back-end/src/events/handlers/webhooks/event-webhooks-utils.ts
 *   (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  return headers["x-growthbook-signature"] === createHmac("sha256", secret).update(body).digest("hex");
}
