import { backoffDelays, type Backoff } from "../handling/backoff.ts";
import { faultReport } from "../handling/report-fault.ts";
import type { Settings, Store } from "../store/store.ts";
import type { VersionOf } from "../handling/versions.ts";

/** Options of `createInbox`. All times are in milliseconds. */
export interface InboxOptions {
  /**
   * Where deliveries are kept: `memoryStore`, `sqliteStore`, `bullmqStore`, `pgBossStore` or one of your own. No other inbox's:
   * two that are to share deliveries have a store each, over the same file or server.
   */
  readonly store: Store;
  /**
   * How long a done delivery is remembered, so that its duplicates are not run. Default 7 days. Repeatable events have a
   * window of their own, which their provider names.
   */
  readonly window?: number;
  /** Starts before a delivery is dead; a crash counts as one, a start that `stop` gave back does not. Default 10, at most 1 000. */
  readonly attempts?: number;
  /**
   * How long a process may be silent before its deliveries are started again. Renewed three times as often. Default 30 000, at
   * least 100; pg-boss rounds up to whole seconds, and to 10 000 at least. A handler that blocks the event loop for longer costs
   * all deliveries that run in its process their leases: they can overlap with their next starts.
   */
  readonly lease?: number;
  /** Hard limit of one attempt. Default 900 000 (15 minutes). On pg-boss 24 hours at most, together with `lease`. */
  readonly timeout?: number;
  /**
   * How long `accept` waits for the store before it rejects, so that you can answer 5xx before the sender gives up. Default
   * 8 000: senders wait about 10 000. What is stored after all makes the sender's next try a duplicate.
   */
  readonly acceptTimeout?: number;
  /** Handlers at a time in this process; with BullMQ, of each provider. Default 10, at most 1 000. */
  readonly concurrency?: number;
  /** Waits between attempts. */
  readonly backoff?: Backoff;
  /**
   * What becomes of equal signed bytes under another unsigned id, when the event is not a repeatable one. `hold` (default):
   * stored dead with reason `replay`, until `retry`. `handle`: handled, with `context.replay` set.
   */
  readonly onReplay?: "hold" | "handle";
  /**
   * Skips a delivery that tells an older state of a resource than one already accepted, and counts it done. A saving and not a
   * guarantee: each process knows only what it has accepted or handled itself.
   */
  readonly version?: VersionOf;
  /**
   * Told of faults in the background: an engine that is away, a verdict that could not be written; once each, of a provider that
   * a started inbox accepts and does not handle. Default: a process warning. What it throws itself is one, too.
   */
  readonly onError?: (error: unknown) => void;
  /** `false` leaves the OpenTelemetry API alone even where it is installed. Default true. */
  readonly telemetry?: boolean;
}

const KNOWN = [
  "store",
  "window",
  "attempts",
  "lease",
  "timeout",
  "acceptTimeout",
  "concurrency",
  "backoff",
  "onReplay",
  "version",
  "onError",
  "telemetry",
];

const DAY = 86_400_000;

/** @throws {TypeError} when an option is unknown or out of range */
export function readOptions(options: InboxOptions): Settings {
  if (typeof options !== "object" || options === null)
    throw new TypeError("options must be an object with a store.");
  for (const name of Object.keys(options)) {
    if (!KNOWN.includes(name)) {
      throw new TypeError(`unknown option ${JSON.stringify(name)}. Known: ${KNOWN.join(", ")}.`);
    }
  }
  const { store, window = 7 * DAY, attempts = 10, lease = 30_000, timeout = 900_000 } = options;
  const { concurrency = 10, backoff = {}, onReplay = "hold", onError } = options;
  if (typeof store?.commit !== "function")
    throw new TypeError("store must be a store, e.g. sqliteStore({ path }).");
  requireInteger("window", window, 1);
  requireInteger("attempts", attempts, 1, 1000);
  requireInteger("lease", lease, 100);
  requireInteger("timeout", timeout, 1);
  requireInteger("acceptTimeout", options.acceptTimeout ?? 1, 1);
  requireInteger("concurrency", concurrency, 1, 1000);
  requireInteger("backoff.delay", backoff.delay ?? 1, 1);
  requireInteger("backoff.max", backoff.max ?? 1, 1);
  if (onReplay !== "hold" && onReplay !== "handle")
    throw new TypeError('onReplay must be "hold" or "handle".');
  requireFunction("version", options.version);
  requireFunction("onError", onError);
  const delays = backoffDelays(backoff, attempts, window);
  return { attempts, lease, timeout, window, concurrency, delays, onReplay, onError: faultReport(onError) };
}

/** @throws {TypeError} */
export function requireInteger(
  name: string,
  value: unknown,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new TypeError(`${name} must be a whole number ${range}.`);
}

function requireFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw new TypeError(`${name} must be a function.`);
}
