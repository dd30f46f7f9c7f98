import { backoffDelays, type Backoff } from "../handling/backoff.ts";
import { createFailureReport, type OnFailure } from "../handling/report-failure.ts";
import { createFaultReport } from "../handling/report-fault.ts";
import { assertInteger, assertKnownOptions } from "../options/assert.ts";
import type { Store, StoreSettings } from "../store/store.ts";

/** Options of `createInbox`. */
export interface InboxOptions {
  /**
   * Where deliveries are kept: `memoryStore`, `sqliteStore`, `bullmqStore`, `pgBossStore` or one of
   * your own. Each inbox needs its own: two inboxes share deliveries through two stores over the
   * same file or server.
   */
  readonly store: Store;
  /**
   * How long a done delivery is remembered, so that its duplicates are not run. Default 604 800 000
   * (7 days).
   */
  readonly windowMs?: number;
  /**
   * Starts before a delivery is dead. A crash counts, a start that `stop` gave back does not.
   * Default 10, at most 1 000.
   */
  readonly attempts?: number;
  /**
   * How long a process may be silent before its deliveries are started again; renewed three times
   * as often. Default 30 000, at least 100; pg-boss rounds up to whole seconds, and to 10 000 at
   * least. A handler that blocks the event loop for longer costs all deliveries of its process
   * their leases: they can overlap with their next starts.
   */
  readonly leaseMs?: number;
  /**
   * Limit of one attempt. Default 900 000 (15 minutes). With pg-boss at most 24 hours together with
   * `leaseMs`.
   */
  readonly timeoutMs?: number;
  /**
   * How long `accept` waits for the store before it rejects, so that you can respond 5xx before the
   * sender gives up. Default 8 000: senders wait about 10 000. A delivery that was stored after all
   * makes the sender's next try a duplicate.
   */
  readonly acceptTimeoutMs?: number;
  /**
   * Handlers at a time in this process; with BullMQ, of each provider. Default 10, at most 1 000.
   */
  readonly concurrency?: number;
  /** Waits between attempts. */
  readonly backoff?: Backoff;
  /**
   * Decides about equal signed bytes under another unsigned id, unless the event is repeatable.
   * `hold` (default): kept aside, dead with reason `replay`, until `retry`. `handle`: handled, with
   * `context.replay` set.
   */
  readonly onReplay?: "hold" | "handle";
  /**
   * Called with faults in the background: an engine that is away, a result that could not be
   * recorded; once each, a provider that a started inbox accepts and does not handle. Default: a
   * process warning, for equal faults at most one a minute, with their number. An error of this
   * function is a warning, too.
   */
  readonly onError?: (error: unknown) => void;
  /**
   * Called with each failed attempt once it is recorded, and with what died without one: its
   * process ended during the last, or it can no longer be read. Default: one line on
   * `console.error`. What this function throws goes to `onError`.
   */
  readonly onFailure?: OnFailure;
  /** `false` leaves the OpenTelemetry API alone even where it is installed. Default true. */
  readonly telemetry?: boolean;
}

const KNOWN = [
  "store",
  "windowMs",
  "attempts",
  "leaseMs",
  "timeoutMs",
  "acceptTimeoutMs",
  "concurrency",
  "backoff",
  "onReplay",
  "onError",
  "onFailure",
  "telemetry",
];

const DAY_MS = 86_400_000;

/** @throws {TypeError} when an option is unknown or out of range */
export function readOptions(options: InboxOptions): StoreSettings {
  assertKnownOptions("createInbox", options, KNOWN);
  const { store, windowMs = 7 * DAY_MS, attempts = 10, leaseMs = 30_000, timeoutMs = 900_000 } = options;
  const {
    acceptTimeoutMs = 8000,
    concurrency = 10,
    backoff = {},
    onReplay = "hold",
    onError,
    onFailure,
    telemetry = true,
  } = options;
  if (typeof store?.commit !== "function")
    throw new TypeError("store must be a store, e.g. sqliteStore({ path }).");
  assertKnownOptions("backoff", backoff, ["delayMs", "maxMs"]);
  assertInteger("windowMs", windowMs, 1);
  assertInteger("attempts", attempts, 1, 1000);
  assertInteger("leaseMs", leaseMs, 100);
  assertInteger("timeoutMs", timeoutMs, 1);
  assertInteger("acceptTimeoutMs", acceptTimeoutMs, 1);
  assertInteger("concurrency", concurrency, 1, 1000);
  assertInteger("backoff.delayMs", backoff.delayMs ?? 1, 1);
  assertInteger("backoff.maxMs", backoff.maxMs ?? 1, 1);
  if (onReplay !== "hold" && onReplay !== "handle")
    throw new TypeError('onReplay must be "hold" or "handle".');
  if (onError !== undefined && typeof onError !== "function")
    throw new TypeError("onError must be a function.");
  if (onFailure !== undefined && typeof onFailure !== "function")
    throw new TypeError("onFailure must be a function.");
  if (typeof telemetry !== "boolean") throw new TypeError("telemetry must be true or false.");
  const reportFault = createFaultReport(onError);
  return {
    attempts,
    leaseMs,
    timeoutMs,
    windowMs,
    concurrency,
    delaysMs: backoffDelays(backoff, attempts, windowMs),
    onReplay,
    onError: reportFault,
    onFailure: createFailureReport(onFailure, reportFault),
  };
}
