import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as bare lower-case hex. A webhook without a secret is sent
 * unsigned.
 *
 * @see https://github.com/Flagsmith/flagsmith/blob/1ad8487/api/core/signing.py (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-flagsmith-signature",
  algorithm: "sha256",
  encoding: "hex",
};
