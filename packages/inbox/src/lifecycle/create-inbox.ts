import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { toStored } from "@flaghook/core/inbox";
import { messageOf } from "../handling/failure.ts";
import type { Handler, Registration } from "../handling/handler.ts";
import { createRunAttempt } from "../handling/run-attempt.ts";
import { openTelemetry, silent } from "../handling/telemetry.ts";
import { assertInteger, assertKnownOptions } from "../options/assert.ts";
import { systemClock } from "../runtime/clock.ts";
import { groupCommit, turnOfEventLoop } from "../runtime/group-commit.ts";
import { withTimeout } from "../runtime/with-timeout.ts";
import type { Acceptance } from "../store/state.ts";
import type { HandleLimits, Store, StoreSettings, Workers } from "../store/store.ts";
import { createEntry, type Entry, type Mismatch } from "../store/stored-entry.ts";
import { assertNotBuilding } from "./assert-not-building.ts";
import { readHealth, type InboxHealth, type LastError } from "./health.ts";
import { createInFlight } from "./in-flight.ts";
import type { Inbox } from "./inbox.ts";
import { readOptions, type InboxOptions } from "./inbox-options.ts";
import { createOperations } from "./operations.ts";
import { startHourlyPurge } from "./purge-hourly.ts";

const MAX_BATCH = { items: 256, bytes: 8 * 1024 * 1024 };
/** Accepted and not acknowledged yet, as it came: more than a burst, and less than the memory. */
const MAX_IN_FLIGHT = { items: 10_000, bytes: 128 * 1024 * 1024 };
/** Time for the store to record the last results and to close. */
const STOP_GRACE_MS = 5000;

/** Stores the deliveries of one provider, batch by batch. */
interface Lane {
  add(entry: Entry): Promise<Acceptance>;
}

/** Stores that have an inbox, for good: after a stop, its next call opens its store again. */
const taken = new WeakSet<Store>();

/**
 * An inbox over a store: keeps each verified delivery until it was handled, and handles it once
 * however often it is sent.
 *
 * It promises no order, and no exactly-once in the outside world: a handler that crashed half way
 * is started again.
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
  const given = readOptions(options);
  const { store, acceptTimeoutMs = 8000 } = options;
  let lastError: LastError | undefined;
  const remember = (error: unknown): void => {
    if (WebhookError.is(error)) return; // a body that is too large is its sender's fault
    lastError = { message: messageOf(error), at: new Date(store.clock.now()) };
  };
  const settings: StoreSettings = {
    ...given,
    onError(error) {
      remember(error);
      given.onError(error);
    },
  };
  take(store);
  const registrations = new Map<string, Registration>();
  const lanes = new Map<string, Lane>();
  const inFlight = createInFlight(store.name, MAX_IN_FLIGHT);
  const unhandled = new Set<string>();
  let wasStarted = false;
  let isIdleReported = false;
  let telemetry = silent;
  let stopObserving: (() => void) | undefined;
  let opening: Promise<void> | undefined;
  let starting: Promise<Workers> | undefined;
  let stopping: Promise<void> | undefined;
  let isClosing = false;
  let cancelPurge: (() => void) | undefined;

  async function open(): Promise<void> {
    // Not while handlers still drain: arrivals are stored until then. Not every provider sends again.
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
    stopObserving ??= telemetry.observing(health);
  }

  async function startWorkers(): Promise<Workers> {
    await open();
    const { clock } = store;
    const run = createRunAttempt({ registrations, clock, timeoutMs: settings.timeoutMs, telemetry });
    const limits = new Map(Array.from(registrations, ([id, one]) => [id, one.limits ?? {}] as const));
    const workers = await store.startWorkers([...registrations.keys()], run, limits);
    cancelPurge = startHourlyPurge(store, settings.onError);
    return workers;
  }

  async function stopAll(timeoutMs: number): Promise<void> {
    const workers = await starting?.catch(() => undefined);
    cancelPurge?.();
    await workers?.stop(timeoutMs);
    starting = undefined;
    isClosing = true;
    await inFlight.ended();
    const isOpen = await opening?.then(
      () => true,
      () => false,
    );
    opening = undefined;
    stopObserving?.();
    stopObserving = undefined;
    if (isOpen === true) await store.close();
  }

  /** Leaves a stop that waits already less time. It rejects itself, should this fail. */
  function hasten(timeoutMs: number): void {
    starting?.then((workers) => workers.stop(timeoutMs)).catch(() => {});
  }

  async function commit(entry: Entry, tx: unknown): Promise<Acceptance> {
    if (entry.body.byteLength > store.maxBytes) throw tooLarge(entry, store.maxBytes);
    return tx === undefined ? laneOf(entry.provider).add(entry) : store.commitInTransaction!(tx, entry);
  }

  /** A batch holds up those behind it: a provider's must not hold up another's. */
  function laneOf(provider: string): Lane {
    let lane = lanes.get(provider);
    if (lane === undefined) {
      const write = (batch: readonly Entry[]): ReturnType<Store["commit"]> => store.commit(batch);
      const turn = store.isInMemory === true ? async (): Promise<void> => {} : turnOfEventLoop;
      lane = groupCommit(write, MAX_BATCH, ({ body }: Entry) => body.byteLength, turn);
      lanes.set(provider, lane);
    }
    return lane;
  }

  /** Right where another process handles the provider; where none does, nothing else says so. */
  function reportUnhandled(provider: string): void {
    if (starting === undefined || registrations.has(provider) || unhandled.has(provider)) return;
    unhandled.add(provider);
    const message = `this process has no handler for ${provider}: its deliveries stay pending until a process that has one handles them.`;
    settings.onError(new Error(message));
  }

  /** Handlers that nobody starts: what is accepted would stay pending, and nothing else says so. */
  function reportIdle(provider: string): void {
    if (wasStarted || isIdleReported || !registrations.has(provider)) return;
    isIdleReported = true;
    const message = `${provider} has a handler, and start() was not called: what is accepted stays pending. Call inbox.start() in a process that lives on; where another one does, name the handlers there alone.`;
    settings.onError(new Error(message));
  }

  const ownHealth = (): Pick<InboxHealth, "isStarted" | "lastError"> => ({
    isStarted: starting !== undefined && stopping === undefined,
    lastError,
  });

  function health(): Promise<InboxHealth> {
    return readHealth({ store, open, timeoutMs: acceptTimeoutMs, own: ownHealth });
  }

  return {
    handle(provider, handler, limits = {}) {
      if (starting !== undefined) throw new TypeError("handle() must come before start().");
      if (typeof provider?.id !== "string")
        throw new TypeError("provider must be one that defineProvider made.");
      if (typeof handler !== "function") throw new TypeError("handler must be a function.");
      if (registrations.has(provider.id)) {
        throw new TypeError(`${provider.id} has a handler already. One handler gets all its events.`);
      }
      assertLimits(limits);
      registrations.set(provider.id, { provider, handler: handler as Handler<WebhookEvent>, limits });
    },

    async accept(verified, delivery, acceptOptions = {}) {
      assertKnownOptions("accept", acceptOptions, ["scope", "tx"]);
      const { scope = "", tx } = acceptOptions;
      if (typeof scope !== "string") throw new TypeError("scope must be a string.");
      if (tx !== undefined && store.commitInTransaction === undefined) {
        throw new TypeError(`the ${store.name} store cannot store inside your transaction. pg-boss can.`);
      }
      const stored = toStored(verified, delivery);
      const mismatch = WebhookError.is(verified) ? mismatchOf(verified) : undefined;
      const { byteLength } = stored.body;
      const refusal = inFlight.refusal(byteLength);
      if (refusal !== undefined) {
        remember(refusal);
        return telemetry.accepting(stored.provider, scope, () => Promise.reject(refusal));
      }

      // Before the first await: the caller may reuse its buffer as soon as this call returns.
      const own = { ...stored, body: new Uint8Array(stored.body) };
      const work = inFlight.begin(byteLength, async () => {
        await open();
        return telemetry.accepting(own.provider, scope, async (traceparent) => {
          const now = store.clock.now();
          const entry = await createEntry(own, {
            scope,
            now,
            mismatch,
            traceparent,
            isInMemory: store.isInMemory === true,
          });
          const acceptance = await commit(entry, tx);
          reportUnhandled(own.provider);
          reportIdle(own.provider);
          return acceptance;
        });
      });
      const late = `the ${store.name} store did not respond within ${acceptTimeoutMs} ms.`;
      const accepted = withTimeout(store.clock, acceptTimeoutMs, work, late);
      accepted.catch(remember);
      return accepted;
    },

    async start() {
      if (registrations.size === 0) throw new TypeError("start() needs a handler: call handle() first.");
      assertNotBuilding();
      if (stopping !== undefined) throw new Error("the inbox is stopping.");
      wasStarted = true;
      starting ??= startWorkers();
      try {
        await starting;
      } catch (error) {
        starting = undefined;
        throw error;
      }
    },

    async stop(stopOptions = {}) {
      assertKnownOptions("stop", stopOptions, ["timeoutMs"]);
      const { timeoutMs = 30_000 } = stopOptions;
      assertInteger("timeoutMs", timeoutMs, 0);
      if (stopping !== undefined) hasten(timeoutMs);
      stopping ??= stopAll(timeoutMs).finally(() => {
        stopping = undefined;
        isClosing = false;
      });
      const limitMs = timeoutMs + STOP_GRACE_MS;
      const late = `the ${store.name} store did not let go within ${limitMs} ms.`;
      // In real time, whatever the store's clock says.
      await withTimeout(systemClock, limitMs, stopping, late);
    },

    health,
    ...createOperations({ store, open, registrations }),
  };
}

function assertLimits(limits: HandleLimits): void {
  assertKnownOptions("handle", limits, ["concurrency", "perSecond"]);
  const { concurrency, perSecond } = limits;
  if (concurrency !== undefined) assertInteger("concurrency", concurrency, 1, 1000);
  if (
    perSecond !== undefined &&
    !(typeof perSecond === "number" && perSecond > 0 && perSecond <= 1_000_000)
  ) {
    throw new TypeError("perSecond must be a number above 0, and at most 1 000 000.");
  }
}

function mismatchOf(error: WebhookError): Mismatch {
  return { message: messageOf(error), issues: error.issues ?? [] };
}

/** One inbox's stop would close the store under the other. */
function take(store: Store): void {
  if (taken.has(store)) {
    throw new TypeError(`the ${store.name} store has an inbox already: each inbox needs a store of its own.`);
  }
  taken.add(store);
}

function tooLarge({ provider, body }: Entry, maxBytes: number): WebhookError {
  const message = `the body is ${body.byteLength} bytes as stored, more than the store's maxBytes (${maxBytes}).`;
  return new WebhookError("body-too-large", provider, message);
}
