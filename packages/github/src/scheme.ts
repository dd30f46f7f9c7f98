import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as `sha256=` and lower-case hex. Only this header is verified: the
 * older `x-hub-signature`, with SHA-1, comes beside it and never counts.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries (checked
 *   2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-hub-signature-256",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
};

/**
 * The signature that GitHub still sends for receivers written before 2020. `sign` makes it; nothing
 * verifies it.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers (checked
 *   2026-11-21)
 */
export const legacyScheme: SignatureScheme = {
  header: "x-hub-signature",
  algorithm: "sha1",
  encoding: "hex",
  prefix: "sha1=",
};
