import type { DeliveryInput, Provider, WebhookError, WebhookEvent } from "@flaghook/core";
import type { Handler } from "../handling/handler.ts";
import type { InboxRow } from "../store/inbox-row.ts";
import type { InboxHealth } from "./health.ts";
import type { InboxRowDetails } from "./row-details.ts";
import type { Acceptance, InboxCounts } from "../store/state.ts";
import type { HandleLimits, ListQuery, RowQuery } from "../store/store.ts";

/** Options of `accept`. */
export interface AcceptOptions {
  /**
   * The endpoint or tenant. Dedupe never crosses scopes, so that no tenant can suppress another's
   * event. Default none.
   */
  readonly scope?: string;
  /**
   * pg-boss only: your own transaction, as anything with `executeSql(text, values)` or
   * `query(text, values)`. The delivery exists when it commits, and its duplicates wait for that:
   * commit soon. A TypeError with another store.
   */
  readonly tx?: unknown;
}

/** Verified deliveries, kept until they are handled. */
export interface Inbox {
  /**
   * Names the handler of a provider's events, before `start`. Deliveries of a provider that no
   * process handles stay pending.
   *
   * @param limits How much of it this process handles.
   * @throws {TypeError} for a second handler of one provider, after `start`, or for limits that are
   *   unknown or out of range
   */
  handle<Event extends WebhookEvent>(
    provider: Provider<Event>,
    handler: Handler<Event>,
    limits?: HandleLimits,
  ): void;
  /**
   * Stores a verified delivery; resolves when it is durable. Respond 2xx then and not before. Needs
   * neither handlers nor `start`.
   *
   * @param verified What `verify` returned, or the `schema-mismatch` that it threw: the inbox keeps
   *   that too, dead, for a newer schema.
   * @param delivery What `verify` was called with.
   * @throws {WebhookError} `body-too-large` when the body is over what the store takes
   * @throws {TypeError} when `verified` is neither, for an unknown option (a misspelt `scope` would
   *   mix tenants), or when `tx` is given to a store without transactions
   * @throws {Error} when the store could not make it durable, did not respond within
   *   `acceptTimeoutMs` or has too many waiting, or the inbox is stopping: respond 5xx, so that the
   *   provider sends it again
   */
  accept(
    verified: WebhookEvent | WebhookError,
    delivery: DeliveryInput,
    options?: AcceptOptions,
  ): Promise<Acceptance>;
  /**
   * Starts handling.
   *
   * @throws {TypeError} without a handler
   * @throws {Error} during `next build`, with the place where it belongs
   */
  start(): Promise<void>;
  /**
   * Takes no more work and waits for running handlers. After `timeoutMs` (default 30 000) it aborts
   * their signals and gives their deliveries back. Then it lets go of the store; calls meanwhile
   * reject. Called again while it waits, the sooner of the two limits counts.
   *
   * Whatever calls `accept` goes on: an accept after the stop opens the store again, as in a
   * process that never starts. Close the server first.
   *
   * @throws {Error} when the store has not let go 5 000 ms after `timeoutMs`: end the process then;
   *   leases run out by themselves
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>;
  /**
   * A page of deliveries in one state, oldest first, of those that fit the query.
   *
   * @throws {TypeError} for what is unknown in the query, or of another kind
   */
  list(query: ListQuery): Promise<readonly InboxRow[]>;
  /**
   * One delivery with its payload and the issues of a `schema-mismatch`. `undefined` when none has
   * this id.
   */
  get(id: string): Promise<InboxRowDetails | undefined>;
  /**
   * Removes a delivery and its payload. Its slot stays until the window is over, so that its
   * duplicates are still `duplicate`; a done one keeps the window that it has. False when none has
   * this id.
   *
   * @throws {Error} when it is running
   */
  delete(id: string): Promise<boolean>;
  /**
   * Gives a dead delivery all its attempts again; a replay kept aside, too. False when no dead
   * delivery has this id.
   */
  retry(id: string): Promise<boolean>;
  /**
   * The same for all dead deliveries that fit. A replay kept aside is among them only when `reason`
   * says `"replay"`.
   *
   * @returns how many
   * @throws {TypeError} for what is unknown in the query, or of another kind
   */
  retry(query: RowQuery): Promise<number>;
  /**
   * Starts nothing more of a provider, in any process, until `resume`; what runs goes on, and
   * `accept` stores as before. The store remembers it: no restart resumes.
   *
   * @param provider The provider, or its id.
   */
  pause(provider: string | Pick<Provider, "id">): Promise<void>;
  /** Ends a `pause`, in every process. */
  resume(provider: string | Pick<Provider, "id">): Promise<void>;
  /**
   * Removes deliveries that ended before a time: done ones whose window is over, and dead ones.
   * Never one that is pending, running or still needed to recognise its duplicates. Done ones past
   * their window also go by themselves, every hour.
   *
   * @param query `olderThan` is a time, or an age in milliseconds.
   * @returns how many
   */
  purge(query: { readonly olderThan: Date | number }): Promise<number>;
  /**
   * How the inbox is, for a readiness probe and for alerts. Opens the store, as an accept does.
   * Never rejects, and responds within `acceptTimeoutMs`.
   */
  health(): Promise<InboxHealth>;
  /** Exact for pending, running and dead; done counts those still kept. */
  counts(): Promise<InboxCounts>;
}
