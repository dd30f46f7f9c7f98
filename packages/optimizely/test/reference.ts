import { createHmac } from "node:crypto";

/**
 * A verifier written from Optimizely's page alone, over raw bytes, without our code: whether its
 * rules accept the delivery.
 *
 * @see https://docs.developers.optimizely.com/full-stack-experimentation/docs/create-webhooks
 *   (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  return headers["x-hub-signature"] === `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;
}
