export { createReceiver } from "./create-receiver.ts";
export { ReceiverError, type ReceiverErrorCode } from "./response/receiver-error.ts";
export type { IncomingDelivery, ReceivedDelivery } from "./body/incoming.ts";
export type { EventMapped, EventsByName, Handler, Handlers } from "./receiver/handlers.ts";
export type { ReceiverInbox } from "./receiver/inbox.ts";
export type { WebhookOptions } from "./receiver/webhook-options.ts";
export type {
  DeliveryResult,
  ErrorContext,
  LogContext,
  VerifiedDelivery,
} from "./receiver/delivery-result.ts";
export type { Receiver } from "./receiver/receiver.ts";
export type { Acceptance } from "./response/acceptance.ts";
export type { CustomResponse } from "./response/custom-response.ts";
export type { FailureCode } from "./response/failure.ts";
export type { ReceiverResponse, ResponseCode } from "./response/response.ts";
export type { Stage } from "./response/stage.ts";
export type {
  FoundSecret,
  LabelledSecret,
  SecretInput,
  SecretLookup,
  UnsureSecret,
  UnsureToken,
} from "./receiver/secrets.ts";
export type { Timer } from "./receiver/slow-handler.ts";
export type { NodeStream, WebStream, WebStreamReader } from "./body/streams.ts";
