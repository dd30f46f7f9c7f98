import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the raw body, as bare lower-case hex. The key is the whole `ewhk_…`.
 *
 * @see
 *   https://github.com/growthbook/growthbook/blob/8f1db44/packages/back-end/src/events/handlers/webhooks/event-webhooks-utils.ts
 *   (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-growthbook-signature",
  algorithm: "sha256",
  encoding: "hex",
};

/**
 * As in Standard Webhooks, but for the key: the text `wk_…` itself, not what base64 makes of it.
 *
 * @see
 *   https://github.com/growthbook/growthbook/blob/8f1db44/packages/back-end/src/jobs/sdkWebhooks.ts
 *   (checked 2026-11-21)
 */
export const sdkScheme: SignatureScheme = {
  header: "webhook-signature",
  algorithm: "sha256",
  encoding: "base64",
  prefix: "v1,",
  id: { header: "webhook-id" },
  timestamp: { header: "webhook-timestamp" },
  signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
};
