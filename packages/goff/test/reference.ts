import { createHmac } from "node:crypto";

/**
 * A verifier written from GO Feature Flag's page, which says that it signs as GitHub does, alone,
 * over raw bytes, without our code: whether its rules accept the delivery.
 *
 * @see https://gofeatureflag.org/docs/integrations/export-evaluation-data/webhook (checked
 *   2026-11-21)
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
