export { goff, safeVerify, sign, verify, verifySignature } from "./provider.ts";
export { featureEventKey } from "./feature-event-key.ts";
export { flagChanges } from "./changes.ts";
export { WebhookError, type FlagChange, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type {
  ExportEvent,
  ExportPayload,
  FeatureEvent,
  Flag,
  FlagExperimentation,
  FlagRule,
  FlagUpdate,
  GoffEvent,
  GoffEventBase,
  GoffUnknownEvent,
  NotifyEvent,
  NotifyPayload,
  ProgressiveRollout,
  RolloutStep,
  ScheduledStep,
  TrackingEvent,
} from "./types.ts";
