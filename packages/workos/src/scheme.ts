import type { SignatureScheme } from "@flaghook/core/signature";

/**
 * HMAC-SHA-256 of the time in milliseconds, a dot and the raw body, in one header with the time:
 * `t=…, v1=…`. The tolerance is that of WorkOS's own SDK.
 *
 * @see https://github.com/workos/workos-node/blob/main/src/common/crypto/signature-provider.ts
 *   (checked 2026-11-21)
 */
export const scheme: SignatureScheme = {
  header: "workos-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "v1=",
  separator: ", ",
  timestamp: { entry: "t=", unit: "ms", toleranceSeconds: 180 },
  signs: ["timestamp", { text: "." }, "body"],
};
