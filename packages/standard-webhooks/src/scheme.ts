import { ed25519 } from "@flaghook/core/ed25519";
import type { SignatureScheme } from "@flaghook/core/signature";

/** What begins the names of the three headers: `webhook-id` and so on, or `svix-id`. */
export type HeaderFamily = "webhook" | "svix";

/** The names of the three headers, by what they begin with. */
export const headersOf = {
  webhook: { id: "webhook-id", timestamp: "webhook-timestamp", signature: "webhook-signature" },
  svix: { id: "svix-id", timestamp: "svix-timestamp", signature: "svix-signature" },
} as const;

/**
 * Both versions: `v1` is an HMAC-SHA-256 with a secret `whsec_…`, `v1a` ed25519 with a public key
 * `whpk_…`. The configured secrets decide which of them are enabled, and one signature of the
 * header's list must match.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *   (checked 2026-11-21)
 */
export function schemesOf(family: HeaderFamily): readonly SignatureScheme[] {
  const { id, timestamp, signature } = headersOf[family];
  const common = {
    header: signature,
    encoding: "base64",
    separator: " ",
    id: { header: id },
    timestamp: { header: timestamp },
    signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
  } as const;
  return [
    {
      ...common,
      algorithm: "sha256",
      prefix: "v1,",
      key: { encoding: "base64", prefix: "whsec_" },
    },
    {
      ...common,
      algorithm: ed25519,
      prefix: "v1a,",
      key: { encoding: "base64", prefix: "whpk_" },
      privateKey: { encoding: "base64", prefix: "whsk_" },
    },
  ];
}

/** The schemes of the usual headers. */
export const scheme: readonly SignatureScheme[] = /* @__PURE__ */ schemesOf("webhook");
