import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as bare lower-case hex. Flipt sends the header only when
 * `audit.sinks.webhook.signing_secret` is set, and never from a templated sink.
 *
 * @see https://github.com/flipt-io/flipt/blob/v1.61.1/internal/server/audit/webhook/client.go
 *   (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-flipt-webhook-signature",
  algorithm: "sha256",
  encoding: "hex",
};
