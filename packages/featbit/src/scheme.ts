import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as `sha256=` and lower-case hex. FeatBit sends the header only when
 * the webhook has a secret.
 *
 * @see
 *   https://github.com/featbit/featbit/blob/main/modules/back-end/src/Infrastructure/Services/WebhookSender.cs
 *   (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-featbit-signature-256",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
};
