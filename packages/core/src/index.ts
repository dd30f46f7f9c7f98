export {
  definePlainProvider,
  defineProvider,
  type EventInfo,
  type Provider,
  type SafeVerifyResult,
} from "./provider/provider.ts";
export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "./errors/error.ts";
export { cryptoBackend } from "./crypto/backend-name.ts";
export type { Check, IssueCollector } from "./check.ts";
export type { Dedupe, EventBase, WebhookEvent } from "./provider/event.ts";
export type {
  EventContext,
  EventDefinition,
  EventDefinitions,
  EventLookup,
  EventOf,
  FieldSource,
  HeaderSource,
  KnownEventOf,
  ProviderDefinition,
  UnknownEventOf,
  Validator,
} from "./provider/definition.ts";
export type { BodyInput, DeliveryInput, HeadersInput } from "./delivery/delivery.ts";
export type { Encoding } from "./encoding/encoding.ts";
export type { Secret, VerifyOptions } from "./delivery/verify-options.ts";
export type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./signature/scheme.ts";
export type { SignOptions } from "./provider/sign.ts";
export type { StandardIssue, StandardResult, StandardSchema } from "./validation/standard-schema.ts";
