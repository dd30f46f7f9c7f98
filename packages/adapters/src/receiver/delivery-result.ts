import type { WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { Reply } from "../response/response.ts";

/**
 * Where a receiver is with a delivery: reading it, looking up its secret, verifying, telling `onVerified`, asking for its
 * scope, handing it to the inbox, running handlers, or asking `reply` and writing the answer.
 */
export type Stage = "receive" | "secret" | "verify" | "notify" | "scope" | "inbox" | "handle" | "reply";

/** What `onVerified` is told about a delivery whose signature holds. */
export interface Verification<Event extends WebhookEvent, Request = unknown> {
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

/** What `onError` is told beside the error. */
export interface ErrorContext<Event extends WebhookEvent, Request = unknown> {
  /** Id of the provider. */
  readonly provider: string;
  /** What was being done, when it failed or was found to be slow. */
  readonly stage: Stage;
  /** Whether the signature holds. Until then everything in the delivery is a stranger's claim. */
  readonly isVerified: boolean;
  /** The event, once there is one. */
  readonly event: Event | undefined;
  /** The delivery, once its body has been read. */
  readonly delivery: ReceivedDelivery<Request> | undefined;
}

interface OutcomeBase<Event extends WebhookEvent> {
  /** The answer that is sent unless you return another. */
  readonly reply: Reply;
  /** Why the delivery was refused or failed; `undefined` when all went well. */
  readonly error: unknown;
  /** The event, if the delivery held one. */
  readonly event: Event | undefined;
}

/** How a delivery ended, as `reply` sees it. Check `isVerified` before you keep or trust any of it. */
export type Outcome<Event extends WebhookEvent, Request = unknown> =
  | (OutcomeBase<Event> & { readonly isVerified: true; readonly delivery: ReceivedDelivery<Request> })
  | (OutcomeBase<Event> & {
      readonly isVerified: false;
      readonly delivery: ReceivedDelivery<Request> | undefined;
    });
