export { safeVerify, sign, standardWebhooks, verify, verifySignature } from "./provider.ts";
export { createProvider, type CreateProviderOptions } from "./create-provider.ts";
export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type { HeaderFamily } from "./scheme.ts";
export type {
  MessagePayload,
  StandardWebhooksEvent,
  StandardWebhooksEventBase,
  StandardWebhooksUnknownEvent,
} from "./types.ts";
