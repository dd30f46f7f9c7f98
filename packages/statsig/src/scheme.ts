import type { SignatureScheme, TokenScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of `v0:`, the time in milliseconds, `:` and the raw body, as `v0=` and lower-case
 * hex.
 *
 * @see https://docs.statsig.com/integrations/event_webhook (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "x-statsig-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "v0=",
  timestamp: { header: "x-statsig-request-timestamp", unit: "ms" },
  signs: [{ text: "v0:" }, "timestamp", { text: ":" }, "body"],
};

/**
 * The pre-commit webhook signs nothing: its key comes as it is, and proves the caller alone.
 *
 * @see https://docs.statsig.com/guides/pre-commit-webhooks (checked 2026-11-21)
 */
export const precommitScheme: TokenScheme = { kind: "token", header: "x-statsig-webhook-key" };
