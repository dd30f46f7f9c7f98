import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-1 of the raw body, as `sha1=` and lower-case hex. Optimizely offers no other hash. The
 * key is the 43 characters of the secret as shown, not what they might decode to.
 *
 * @see https://docs.developers.optimizely.com/feature-experimentation/docs/create-webhooks (checked
 *   2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-hub-signature",
  algorithm: "sha1",
  encoding: "hex",
  prefix: "sha1=",
};
