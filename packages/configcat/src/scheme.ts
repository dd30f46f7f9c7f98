import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the id, the time in seconds and the raw body, with nothing between them, as
 * base64: one signature for each signing key of the webhook. The key is the whole
 * `configcat_whsk_…`.
 *
 * @see https://configcat.com/docs/advanced/notifications-webhooks (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-configcat-webhook-signature-v1",
  algorithm: "sha256",
  encoding: "base64",
  separator: ",",
  id: { header: "x-configcat-webhook-id" },
  timestamp: { header: "x-configcat-webhook-timestamp" },
  signs: ["id", "timestamp", "body"],
};
