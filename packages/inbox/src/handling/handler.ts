import type { Provider, WebhookEvent } from "@flaghook/core";

/** What a handler is told beside the event. */
export interface HandlerContext {
  /**
   * Idempotency key: the same at every attempt of one delivery and for no other occurrence, at most 100 characters when the
   * provider's id is short. Hand it to whatever you write to.
   */
  readonly key: string;
  /** 1 at the first start. It rises at every start, crashes counted, and never falls: refuse a write whose attempt is older. */
  readonly attempt: number;
  /** Aborts when the lease is lost, the attempt times out or the inbox stops. The handler must then stop: its result is discarded. */
  readonly signal: AbortSignal;
  /** Equal signed bytes had come before under another unsigned id, and were not dead: a new occurrence, or somebody's replay. */
  readonly replay: boolean;
  /** The endpoint or tenant that `accept` was told; empty if none. */
  readonly scope: string;
  readonly receivedAt: Date;
  /**
   * pg-boss only: a transaction that commits together with the delivery's completion, and not without it. It begins at its
   * first use. `undefined` with other stores.
   */
  readonly tx: HandlerTransaction | undefined;
}

/** SQL inside the transaction in which the delivery completes. */
export interface HandlerTransaction {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** What the user does with an event. A rejection or a throw is a failed attempt. */
export type Handler<Event extends WebhookEvent> = (event: Event, context: HandlerContext) => unknown;

/** A provider with the handler of its events. */
export interface Registration {
  readonly provider: Provider;
  readonly handler: Handler<WebhookEvent>;
}
