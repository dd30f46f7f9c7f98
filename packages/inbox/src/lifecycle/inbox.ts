import { WebhookError, type DeliveryInput, type Provider, type WebhookEvent } from "@flaghook/core";
import { toStored } from "@flaghook/core/inbox";
import { createRun } from "../handling/run-attempt.ts";
import { systemClock } from "../runtime/clock.ts";
import { within } from "../runtime/with-timeout.ts";
import { toEntry, type Entry } from "../store/stored-entry.ts";
import { groupCommit } from "../runtime/group-commit.ts";
import type { Handler, Registration } from "../handling/handler.ts";
import { keepHouse } from "./purge-hourly.ts";
import { readOptions, requireInteger, type InboxOptions } from "./inbox-options.ts";
import type { InboxCounts, InboxRow, ListQuery, Outcome, Store, Workers } from "../store/store.ts";
import { openTelemetry, silent } from "../handling/telemetry.ts";
import { underWay } from "./in-flight.ts";
import { trackVersions } from "../handling/versions.ts";

/** Options of `accept`. */
export interface AcceptOptions {
  /** The endpoint or tenant. Dedupe never crosses scopes, so that no tenant can suppress another's event. Default none. */
  readonly scope?: string;
  /**
   * pg-boss only: your own transaction, as anything with `executeSql(text, values)` or `query(text, values)`. The delivery
   * exists when it commits, and its duplicates wait for that: commit soon. With another store a TypeError.
   */
  readonly tx?: unknown;
}

/** Verified deliveries, kept until they are handled. */
export interface Inbox {
  /**
   * Names the handler of a provider's events. Before `start`. What is accepted of a provider that no process handles stays
   * pending.
   *
   * @throws {TypeError} for a second handler of one provider, or after `start`
   */
  handle<Event extends WebhookEvent>(provider: Provider<Event>, handler: Handler<Event>): void;
  /**
   * Stores a verified delivery; resolves when it is durable. Answer 2xx then and not before. Needs neither handlers nor
   * `start`.
   *
   * @param verified What `verify` returned, or the `schema-mismatch` that it threw: that is kept, dead, for a newer schema.
   * @param delivery What `verify` was called with.
   * @throws {WebhookError} `body-too-large` when the body is over what the store takes
   * @throws {TypeError} when `verified` is neither, or `tx` is given to a store without transactions
   * @throws {Error} when the store could not make it durable, did not answer within `acceptTimeout`, has too many waiting, or
   * the inbox is stopping: answer 5xx, so that the provider sends it again
   */
  accept(
    verified: WebhookEvent | WebhookError,
    delivery: DeliveryInput,
    options?: AcceptOptions,
  ): Promise<Outcome>;
  /** Starts handling. @throws {TypeError} without a handler */
  start(): Promise<void>;
  /**
   * Takes no more work, waits for running handlers, and after `timeout` (default 30 000 ms) aborts their signals and gives
   * their deliveries back. Then lets go of the store; a call meanwhile rejects.
   *
   * It ends nothing that calls `accept`: one after it opens the store again, as in a process that never starts. Close the server
   * first.
   *
   * @throws {Error} when the store has not let go 5 000 ms after `timeout`: end the process then; leases run out by themselves
   */
  stop(options?: { readonly timeout?: number }): Promise<void>;
  /** A page of deliveries in one state, oldest first. */
  list(query: ListQuery): Promise<readonly InboxRow[]>;
  /** Gives a dead delivery all its attempts again, a held replay among them. False when there is none of this id. */
  retry(id: string): Promise<boolean>;
  /**
   * Removes deliveries that ended before a time: done ones whose window is over, and dead ones. Never one that is pending,
   * running or still needed to recognise its duplicates. Done ones past their window also go by themselves, every hour.
   *
   * @param query `olderThan` is a time, or an age in milliseconds.
   * @returns how many
   */
  purge(query: { readonly olderThan: Date | number }): Promise<number>;
  /** Exact for pending, running and dead; done counts those still kept. */
  counts(): Promise<InboxCounts>;
}

const MAX_BATCH = { items: 256, bytes: 8 * 1024 * 1024 };
/** Of what was accepted and not answered, as it came: more than a burst, and less than the memory. */
const MAX_UNANSWERED = { items: 10_000, bytes: 128 * 1024 * 1024 };
/** For the store to write the last verdicts down and to close. */
const STOP_GRACE = 5000;
const STATES = ["pending", "running", "done", "dead"];

/** Stores that have an inbox. For as long as that exists: after a stop, its next call opens its store again. */
const claimed = new WeakSet<Store>();

/**
 * An inbox over a store: each verified delivery is kept until it was handled, and handled once however often it is sent.
 *
 * It promises no order, and no exactly-once in the outside world: a handler that crashed half way is started again.
 *
 * @throws {TypeError} when an option is unknown or out of range, or the store is another inbox's
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { sqliteStore } from "@flaghook/inbox/sqlite";
 *
 * export const inbox = createInbox({ store: sqliteStore({ path: "inbox.db" }) });
 * ```
 */
export function createInbox(options: InboxOptions): Inbox {
  const settings = readOptions(options);
  const { store, acceptTimeout = 8000 } = options;
  claim(store);
  const registrations = new Map<string, Registration>();
  const versions = trackVersions(options.version);
  const commits = groupCommit(
    (batch: readonly Entry[]) => store.commit(batch),
    MAX_BATCH,
    ({ body }) => body.byteLength,
  );
  const accepting = underWay(store.name, MAX_UNANSWERED);
  const unhandled = new Set<string>();
  let telemetry = silent;
  let opening: Promise<void> | undefined;
  let starting: Promise<Workers> | undefined;
  let stopping: Promise<void> | undefined;
  let isClosing = false;
  let cancelHousekeeping: (() => void) | undefined;

  async function open(): Promise<void> {
    // Not before: while the handlers drain, what arrives is stored still. Not every provider sends again.
    if (isClosing) throw new Error("the inbox is stopping.");
    opening ??= openStore();
    try {
      await opening;
    } catch (error) {
      opening = undefined; // the next call tries again
      throw error;
    }
  }

  async function openStore(): Promise<void> {
    if (options.telemetry !== false) telemetry = await openTelemetry(store.name);
    await store.open(settings);
  }

  async function startWorkers(): Promise<Workers> {
    await open();
    const run = createRun({
      registrations,
      clock: store.clock,
      timeout: settings.timeout,
      versions,
      telemetry,
    });
    const workers = await store.work([...registrations.keys()], run);
    cancelHousekeeping = keepHouse(store, settings.onError);
    return workers;
  }

  async function stopAll(timeout: number): Promise<void> {
    const workers = await starting?.catch(() => undefined);
    cancelHousekeeping?.();
    await workers?.stop(timeout);
    starting = undefined;
    isClosing = true;
    await accepting.settled();
    const isOpen = await opening?.then(
      () => true,
      () => false,
    );
    opening = undefined;
    if (isOpen === true) await store.close();
  }

  async function keep(entry: Entry, tx: unknown): Promise<Outcome> {
    if (entry.body.byteLength > store.maxBytes) throw tooLarge(entry, store.maxBytes);
    return tx === undefined ? commits.add(entry) : store.commitIn!(tx, entry);
  }

  /** The delivery is stored: a fault in the user's function must not make its answer a 5xx. */
  function noteVersion(event: WebhookEvent, scope: string): void {
    try {
      versions.accepted(event, scope);
    } catch (error) {
      settings.onError(error);
    }
  }

  /** It is right where another process handles the provider, and nothing else says a word where none does. */
  function noteUnhandled(provider: string): void {
    if (starting === undefined || registrations.has(provider) || unhandled.has(provider)) return;
    unhandled.add(provider);
    const message = `this process has no handler for ${provider}: its deliveries stay pending until a process that has one handles them.`;
    settings.onError(new Error(message));
  }

  return {
    handle(provider, handler) {
      if (starting !== undefined) throw new TypeError("handle() must come before start().");
      if (typeof provider?.id !== "string")
        throw new TypeError("provider must be one that defineProvider made.");
      if (typeof handler !== "function") throw new TypeError("handler must be a function.");
      if (registrations.has(provider.id)) {
        throw new TypeError(`${provider.id} has a handler already. One handler gets all its events.`);
      }
      registrations.set(provider.id, { provider, handler: handler as Handler<WebhookEvent> });
    },

    async accept(verified, delivery, { scope = "", tx } = {}) {
      if (typeof scope !== "string") throw new TypeError("scope must be a string.");
      if (tx !== undefined && store.commitIn === undefined) {
        throw new TypeError(`the ${store.name} store cannot store inside your transaction. pg-boss can.`);
      }
      const stored = toStored(verified, delivery);
      const isMismatch = WebhookError.is(verified);
      const { byteLength } = stored.body;
      const refusal = accepting.refusal(byteLength);
      if (refusal !== undefined)
        return telemetry.accepting(stored.provider, scope, () => Promise.reject(refusal));

      const work = accepting.begin(byteLength, async () => {
        await open();
        return telemetry.accepting(stored.provider, scope, async (traceparent) => {
          const now = store.clock.now();
          const entry = await toEntry(stored, { scope, now, isMismatch, traceparent });
          const outcome = await keep(entry, tx);
          // What the caller's transaction stores may yet be rolled back, and must not outdate what is stored.
          if (tx === undefined && outcome !== "duplicate" && !isMismatch) noteVersion(verified, scope);
          noteUnhandled(stored.provider);
          return outcome;
        });
      });
      const late = `the ${store.name} store did not answer within ${acceptTimeout} ms.`;
      return within(store.clock, acceptTimeout, work, late);
    },

    async start() {
      if (registrations.size === 0) throw new TypeError("start() needs a handler: call handle() first.");
      if (stopping !== undefined) throw new Error("the inbox is stopping.");
      starting ??= startWorkers();
      try {
        await starting;
      } catch (error) {
        starting = undefined;
        throw error;
      }
    },

    async stop({ timeout = 30_000 } = {}) {
      requireInteger("timeout", timeout, 0);
      stopping ??= stopAll(timeout).finally(() => {
        stopping = undefined;
        isClosing = false;
      });
      const late = `the ${store.name} store did not let go within ${timeout + STOP_GRACE} ms.`;
      // In real time, whatever the store's clock says.
      await within(systemClock, timeout + STOP_GRACE, stopping, late);
    },

    async list({ state, limit = 100, after }) {
      if (!STATES.includes(state)) throw new TypeError(`state must be one of ${STATES.join(", ")}.`);
      requireInteger("limit", limit, 1, 1000);
      await open();
      return store.list({ state, limit, after });
    },

    async retry(id) {
      if (typeof id !== "string") throw new TypeError("id must be the id of a row that list() gave.");
      await open();
      return store.retry(id);
    },

    async purge({ olderThan }) {
      const now = store.clock.now();
      const before = olderThan instanceof Date ? olderThan.getTime() : now - olderThan;
      if (!Number.isFinite(before))
        throw new TypeError("olderThan must be a Date, or an age in milliseconds.");
      await open();
      return store.purge(before, true);
    },

    async counts() {
      await open();
      return store.counts();
    },
  };
}

/** One inbox's stop would close the store under the other. */
function claim(store: Store): void {
  if (claimed.has(store)) {
    throw new TypeError(`the ${store.name} store has an inbox already: each inbox needs a store of its own.`);
  }
  claimed.add(store);
}

function tooLarge({ provider, body }: Entry, maxBytes: number): WebhookError {
  const message = `the body is ${body.byteLength} bytes as stored, more than the store's maxBytes (${maxBytes}).`;
  return new WebhookError("body-too-large", provider, message);
}
