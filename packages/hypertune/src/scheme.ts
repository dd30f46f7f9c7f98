import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as bare lower-case hex.
 *
 * @see https://docs.hypertune.com/integrations/webhooks/handling-webhooks (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-hypertune-signature",
  algorithm: "sha256",
  encoding: "hex",
};
