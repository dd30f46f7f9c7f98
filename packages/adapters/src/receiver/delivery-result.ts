import type { WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { ReceiverResponse } from "../response/response.ts";
import type { Stage } from "../response/stage.ts";

/** A delivery whose signature holds, as `onVerified` gets it. */
export interface VerifiedDelivery<Event extends WebhookEvent, Request = unknown> {
  /** Id of the provider. */
  readonly provider: string;
  /** The event; `undefined` for a signed payload that breaks its schema. */
  readonly event: Event | undefined;
  /** Which secret matched: its place in the list, 0 for a single one. */
  readonly secretIndex: number;
  /** The label of that secret, if it has one. */
  readonly label: string | undefined;
  readonly delivery: ReceivedDelivery<Request>;
}

/** What `onError` gets beside the error. */
export interface ErrorContext<Event extends WebhookEvent, Request = unknown> {
  /** Id of the provider. */
  readonly provider: string;
  /** The step in which the receiver failed, or is slow. */
  readonly stage: Stage;
  /** Whether the signature holds. Until then everything in the delivery is a stranger's claim. */
  readonly isVerified: boolean;
  /** The event, once there is one. */
  readonly event: Event | undefined;
  /** The delivery, once its body has been read. */
  readonly delivery: ReceivedDelivery<Request> | undefined;
  /**
   * The path on which it came in, without its query, where the server says it. A stranger's claim.
   */
  readonly endpoint: string | undefined;
}

/** What `log` gets beside the line. */
export interface LogContext<Event extends WebhookEvent, Request = unknown> extends ErrorContext<
  Event,
  Request
> {
  /** Why the delivery was refused or failed. */
  readonly error: unknown;
}

interface DeliveryResultBase<Event extends WebhookEvent> {
  /** The response that is sent unless you return another. */
  readonly response: ReceiverResponse;
  /** Why the delivery was refused or failed; `undefined` when all went well. */
  readonly error: unknown;
  /** The event, if there is one. */
  readonly event: Event | undefined;
}

/**
 * How a delivery ended, as `respond` gets it. Look at `isVerified` before you keep or trust any of
 * it.
 */
export type DeliveryResult<Event extends WebhookEvent, Request = unknown> =
  | (DeliveryResultBase<Event> & {
      readonly isVerified: true;
      readonly delivery: ReceivedDelivery<Request>;
    })
  | (DeliveryResultBase<Event> & {
      readonly isVerified: false;
      readonly delivery: ReceivedDelivery<Request> | undefined;
    });
