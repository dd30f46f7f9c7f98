import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as `sha256=` and lower-case hex, by the exporter and the notifier
 * alike. They send the header only when a secret is configured.
 *
 * @see https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/internal/signer/signer.go
 *   (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-hub-signature-256",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
};
