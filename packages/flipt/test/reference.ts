import { createHmac } from "node:crypto";

/**
 * A verifier written from Flipt's page alone, over raw bytes, without our code: whether its rules
 * accept the delivery.
 *
 * @see https://docs.flipt.io/configuration/auditing/webhooks (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  return headers["x-flipt-webhook-signature"] === createHmac("sha256", secret).update(body).digest("hex");
}
