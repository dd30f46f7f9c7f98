export { launchdarkly, safeVerify, sign, verify, verifySignature } from "./provider.ts";
export { flagChanges, type FlagChangesOptions } from "./changes.ts";
export { WebhookError, type FlagChange, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type {
  EntryAccess,
  EntryActor,
  EntryEvent,
  EntryKind,
  EntryLink,
  EntryLinks,
  EntryMember,
  EntryParent,
  EntryPayload,
  EntryTarget,
  FlagEntryEvent,
  FlagEntryPayload,
  FlagEnvironment,
  FlagVersion,
  LaunchdarklyEvent,
  LaunchdarklyEventBase,
  LaunchdarklyUnknownEvent,
} from "./types.ts";
