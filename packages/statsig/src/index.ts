export { safeVerify, sign, statsig, statsigPrecommit, verify, verifySignature } from "./provider.ts";
export { flagChanges } from "./changes.ts";
export { loggedEvents } from "./logged-events.ts";
export { WebhookError, type FlagChange, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type {
  BatchEvent,
  BatchPayload,
  LoggedEvent,
  LoggedUser,
  ReviewEvent,
  ReviewPayload,
  StatsigEvent,
  StatsigEventBase,
  StatsigPrecommitEvent,
  StatsigPrecommitEventBase,
  StatsigPrecommitUnknownEvent,
  StatsigUnknownEvent,
} from "./types.ts";
