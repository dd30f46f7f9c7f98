export { hypertune, safeVerify, sign, verify } from "./provider.ts";
export { verifySignature } from "./signature.ts";
export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type {
  HypertuneEvent,
  HypertuneEventBase,
  HypertuneUnknownEvent,
  NewCommitEvent,
  NewCommitPayload,
} from "./types.ts";
