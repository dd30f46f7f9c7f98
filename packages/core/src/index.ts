export {
  definePlainProvider,
  defineProvider,
  type EventInfo,
  type Provider,
  type SafeVerifyResult,
} from "./provider.ts";
export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "./error.ts";
export { cryptoBackend } from "./crypto-backend-name.ts";
export type { Check, IssueCollector } from "./check.ts";
export type { Dedupe, EventBase, WebhookEvent } from "./event.ts";
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
} from "./definition.ts";
export type { BodyInput, DeliveryInput, HeadersInput } from "./delivery.ts";
export type { Encoding } from "./encoding.ts";
export type { Secret, VerifyOptions } from "./options.ts";
export type { KeyDecoding, SignatureScheme, SignedPart, SignedTimestamp } from "./scheme.ts";
export type { SignOptions } from "./sign.ts";
export type { StandardIssue, StandardResult, StandardSchema } from "./standard-schema.ts";
