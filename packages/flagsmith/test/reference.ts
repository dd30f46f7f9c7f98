import { createHmac } from "node:crypto";

/**
 * A verifier written from Flagsmith's source alone, over raw bytes, without our code: whether its
 * rules accept the delivery.
 *
 * @see https://github.com/Flagsmith/flagsmith/blob/1ad8487/api/core/signing.py (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  return headers["x-flagsmith-signature"] === createHmac("sha256", secret).update(body).digest("hex");
}
