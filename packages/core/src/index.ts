export {
  createHexProvider,
  createProvider,
  createSignatureProvider,
  createSignaturesProvider,
  createTokenProvider,
} from "./provider/create-provider.ts";
export { defineHexProvider, defineProvider, defineSignaturesProvider } from "./provider/define-provider.ts";
export { WebhookError, type WebhookErrorCode, type WebhookIssue } from "./errors/error.ts";
export { base64 } from "./encoding/base64.ts";
export { hex } from "./encoding/hex.ts";
export { everyPart } from "./signature/every-part.ts";
export { encodedKey } from "./signature/key-decoding.ts";
export { oneSignature, signatureList, signaturePair } from "./signature/signature-header.ts";
export { signedId, timeInEntry, timeInHeader } from "./signature/signed-value.ts";
export { readList } from "./delivery/headers.ts";
export type { EventParts } from "./provider/event-parts.ts";
export type { SchemeParts } from "./signature/scheme-parts.ts";
export { everyEventPart } from "./provider/every-event-part.ts";
export { readExtraFields } from "./provider/extra-fields.ts";
export { listedActions } from "./provider/listed-actions.ts";
export { createHandshake, defineHandshake } from "./provider/handshake.ts";
export { cryptoBackend } from "./crypto/backend-name.ts";
export type { ChangeActor, ChangedPath, ChangeReference, FlagChange } from "./change/flag-change.ts";
export type { Check, IssueCollector } from "./validation/check.ts";
export type { Dedupe, EventBase, WebhookEvent } from "./provider/event.ts";
export type {
  EventContext,
  EventDefinition,
  EventDefinitions,
  EventLookup,
  EventOf,
  FieldSource,
  HeaderSource,
  IdSource,
  KnownEventOf,
  ProviderDefinition,
  UnknownEventOf,
} from "./provider/definition.ts";
export type { BodyInput, DeliveryInput, HeadersInput } from "./delivery/delivery.ts";
export type { Codec, Encoding } from "./encoding/codec.ts";
export type { Secret, TokenSecret } from "./delivery/secret.ts";
export type { VerifyOptions } from "./delivery/verify-options.ts";
export type { KeyDecoding } from "./signature/key-decoding.ts";
export type { KeyPairAlgorithm, SignatureMethod } from "./signature/signature-method.ts";
export type {
  Scheme,
  SignatureScheme,
  SignedPart,
  SignedTimestamp,
  TokenScheme,
} from "./signature/scheme.ts";
export type {
  CompiledHandshake,
  Handshake,
  HandshakeResponse,
  HandshakeTemplate,
} from "./provider/handshake.ts";
export type { EventInfo, Provider, SafeVerifyResult } from "./provider/provider.ts";
export type { SignOptions } from "./provider/sign.ts";
export type { StandardIssue, StandardResult, StandardSchema } from "./validation/standard-schema.ts";
export { validate, type Validate, type Verdict } from "./validation/validate.ts";
export type { Validator } from "./validation/validator.ts";
