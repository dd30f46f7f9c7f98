export { optimizely, safeVerify, sign, verify, verifySignature } from "./provider.ts";
export { flagChanges } from "./changes.ts";
export { datafileUrl } from "./datafile-url.ts";
export {
  fetchDatafile,
  type DatafileReader,
  type DatafileResponse,
  type FetchDatafile,
  type FetchDatafileOptions,
} from "./fetch-datafile.ts";
export { WebhookError, type FlagChange, type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";
export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";
export type {
  ApprovalEvent,
  ApprovalEventName,
  ApprovalPayload,
  Change,
  ChangeAuthor,
  ChangedEntity,
  ChangedProperty,
  ChangeEvent,
  ChangeEventName,
  ChangePayload,
  DatafileUpdatedEvent,
  DatafileUpdatedPayload,
  OptimizelyEvent,
  OptimizelyEventBase,
  OptimizelyPayloadBase,
  OptimizelyUnknownEvent,
  SnippetUpdatedEvent,
  SnippetUpdatedPayload,
} from "./types.ts";
