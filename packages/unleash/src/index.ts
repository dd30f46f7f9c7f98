export { safeVerify, sign, unleash, verify, verifySignature } from "./provider.ts";
export { flagChanges } from "./changes.ts";
export { WebhookError, type FlagChange, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type {
  EventName,
  EventTag,
  UnleashEvent,
  UnleashEventBase,
  UnleashKnownEvent,
  UnleashPayload,
  UnleashUnknownEvent,
} from "./types.ts";
