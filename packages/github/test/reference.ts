import { createHmac } from "node:crypto";

/**
 * A verifier written from GitHub's page alone, over raw bytes, without our code: whether its rules
 * accept the delivery.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 *   (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  return (
    headers["x-hub-signature-256"] === `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`
  );
}
