import { createHmac } from "node:crypto";

/**
 * A verifier written from FeatBit's sender alone, over raw bytes, without our code: whether its
 * rules accept the delivery.
 *
 * @see
 *   https://github.com/featbit/featbit/blob/main/modules/back-end/src/Infrastructure/Services/WebhookSender.cs
 *   (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  return (
    headers["x-featbit-signature-256"] === `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`
  );
}
