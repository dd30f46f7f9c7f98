import type { HandleLimits } from "../store/store.ts";
import type { Provider, WebhookEvent } from "@flaghook/core";

/** What a handler gets beside the event. */
export interface HandlerContext {
  /**
   * Idempotency key: the same at every attempt of one delivery, and never that of another
   * occurrence. At most 100 characters when the provider's id is short. Pass it to whatever you
   * write to.
   */
  readonly key: string;
  /**
   * 1 at the first start. Rises at every start, crashes counted, and never falls: refuse a write
   * whose attempt is older.
   */
  readonly attempt: number;
  /**
   * Aborts when the lease is lost, the attempt times out or the inbox stops. The handler must stop
   * then: its result is discarded.
   */
  readonly signal: AbortSignal;
  /**
   * Equal signed bytes had come under another unsigned id: a new occurrence, or somebody's replay.
   */
  readonly replay: boolean;
  /** The endpoint or tenant that `accept` was given; empty for none. */
  readonly scope: string;
  readonly receivedAt: Date;
  /**
   * pg-boss only: a transaction that commits together with the delivery's completion, and not
   * without it. It begins at its first use. `undefined` with other stores.
   */
  readonly tx: HandlerTransaction | undefined;
}

/** SQL inside the transaction in which the delivery completes. */
export interface HandlerTransaction {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Your code for an event. A rejection or a throw is a failed attempt. */
export type Handler<Event extends WebhookEvent> = (event: Event, context: HandlerContext) => unknown;

/** A provider with the handler of its events. */
export interface Registration {
  readonly provider: Provider;
  readonly handler: Handler<WebhookEvent>;
  readonly limits?: HandleLimits | undefined;
}
