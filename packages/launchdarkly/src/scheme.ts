import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as bare lower-case hex. A webhook signs only if you turn signing
 * on.
 *
 * @see https://launchdarkly.com/docs/api/webhooks (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-ld-signature",
  algorithm: "sha256",
  encoding: "hex",
};
