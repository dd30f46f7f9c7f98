import type { Scheme } from "@flaghook/core/signature";

/**
 * With a signing token `whsec_…`, v1 of Standard Webhooks; else the secret token as it is, which
 * proves the caller and not the body. The configured secret says which, never a header. The signed
 * id is also in the `Idempotency-Key` header.
 *
 * @see https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944 (checked 2026-11-21)
 * @see https://github.com/gitlabhq/gitlabhq/blob/master/app/services/web_hook_service.rb (checked
 *   2026-11-21)
 */
export const scheme: readonly Scheme[] = [
  {
    header: "webhook-signature",
    algorithm: "sha256",
    encoding: "base64",
    prefix: "v1,",
    separator: " ",
    id: { header: "webhook-id" },
    timestamp: { header: "webhook-timestamp" },
    signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
    key: { encoding: "base64", prefix: "whsec_", minBytes: 16 },
  },
  { kind: "token", header: "x-gitlab-token" },
];
