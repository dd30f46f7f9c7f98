import type { SignatureScheme } from "../../src/signature/scheme.ts";

/**
 * Schemes of other senders, to prove that they can be said as data. No provider package has them.
 */

/**
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *   (checked 2026-11-21)
 */
export const standardWebhooks: SignatureScheme = {
  header: "webhook-signature",
  algorithm: "sha256",
  encoding: "base64",
  prefix: "v1,",
  separator: " ",
  id: { header: "webhook-id" },
  timestamp: { header: "webhook-timestamp" },
  signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
  key: { encoding: "base64", prefix: "whsec_" },
};

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack (checked 2026-11-21) */
export const slack: SignatureScheme = {
  header: "x-slack-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "v0=",
  timestamp: { header: "x-slack-request-timestamp" },
  signs: [{ text: "v0:" }, "timestamp", { text: ":" }, "body"],
};

/** @see https://configcat.com/docs/advanced/notifications-webhooks (checked 2026-11-21) */
export const configcat: SignatureScheme = {
  header: "x-configcat-webhook-signature-v1",
  algorithm: "sha256",
  encoding: "base64",
  separator: ",",
  id: { header: "x-configcat-webhook-id" },
  timestamp: { header: "x-configcat-webhook-timestamp" },
  signs: ["id", "timestamp", "body"],
};

/** @see https://docs.stripe.com/webhooks/signature (checked 2026-11-21) */
export const stripe: SignatureScheme = {
  header: "stripe-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "v1=",
  separator: ",",
  timestamp: { entry: "t=" },
  signs: ["timestamp", { text: "." }, "body"],
};

/**
 * Statsig signs milliseconds. @see https://docs.statsig.com/integrations/event_webhook (checked
 * 2026-11-21)
 */
export const statsig: SignatureScheme = {
  header: "x-statsig-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "v0=",
  timestamp: { header: "x-statsig-request-timestamp", unit: "ms" },
  signs: [{ text: "v0:" }, "timestamp", { text: ":" }, "body"],
};

/**
 * WorkOS has a space after its comma, and milliseconds. @see
 * https://github.com/workos/workos-node/blob/main/src/common/crypto/signature-provider.ts (checked
 * 2026-11-21)
 */
export const workos: SignatureScheme = {
  header: "workos-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "v1=",
  separator: ", ",
  timestamp: { entry: "t=", unit: "ms" },
  signs: ["timestamp", { text: "." }, "body"],
};

/** One signature in hex, of the body alone. */
export const hexScheme: SignatureScheme = {
  header: "x-acme-signature",
  algorithm: "sha256",
  encoding: "hex",
};
