import { createHmac } from "node:crypto";

/**
 * A verifier written from ConfigCat's page alone, over raw bytes, without our code: whether its
 * rules accept the delivery. The page leaves the age of a delivery to the receiver.
 *
 * @see https://configcat.com/docs/advanced/notifications-webhooks (checked 2026-11-21)
 */
export function reference(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  const id = headers["x-configcat-webhook-id"] ?? "";
  const timestamp = headers["x-configcat-webhook-timestamp"] ?? "";
  const expected = createHmac("sha256", secret).update(id).update(timestamp).update(body).digest("base64");
  return (headers["x-configcat-webhook-signature-v1"] ?? "").split(",").includes(expected);
}
