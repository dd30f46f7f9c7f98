import { messageOf } from "../handling/failure.ts";
import { withTimeout } from "../runtime/with-timeout.ts";
import type { InboxCounts } from "../store/state.ts";
import type { Store } from "../store/store.ts";

/** How an inbox is: for a readiness probe, and for alerts. */
export interface InboxHealth {
  /** Whether the store is open and responds: deliveries can be accepted. */
  readonly isOpen: boolean;
  /** Why it is not. */
  readonly reason: string | undefined;
  /** Whether this process handles deliveries. */
  readonly isStarted: boolean;
  /** `undefined` when the store does not respond. */
  readonly counts: InboxCounts | undefined;
  /**
   * Age of the oldest pending delivery in milliseconds, one that is backing off among them;
   * `undefined` when nothing is pending. BullMQ knows the oldest of those that wait, and the next
   * one of those that back off.
   */
  readonly oldestPendingMs: number | undefined;
  /** Providers that are paused, by id. */
  readonly paused: readonly string[];
  /** The last fault that reached `onError` or rejected an `accept` of this process. */
  readonly lastError: LastError | undefined;
}

/** A fault, and when it came. */
export interface LastError {
  readonly message: string;
  readonly at: Date;
}

/** What health needs of the inbox. */
export interface HealthContext {
  readonly store: Store;
  readonly open: () => Promise<void>;
  readonly timeoutMs: number;
  /** What this process knows, asked once the store has responded. */
  readonly own: () => Pick<InboxHealth, "isStarted" | "lastError">;
}

/** Never rejects: a probe wants a result. */
export async function readHealth({ store, open, timeoutMs, own }: HealthContext): Promise<InboxHealth> {
  const asked = open().then(() => Promise.all([store.counts(), store.oldestPending(), store.paused()]));
  const late = `the ${store.name} store did not respond within ${timeoutMs} ms.`;
  try {
    const [counts, oldest, paused] = await withTimeout(store.clock, timeoutMs, asked, late);
    const oldestPendingMs = oldest === undefined ? undefined : Math.max(0, store.clock.now() - oldest);
    const found = { isOpen: true, reason: undefined, counts, oldestPendingMs, paused };
    return { ...found, ...own() };
  } catch (error) {
    const unknown = { counts: undefined, oldestPendingMs: undefined, paused: [] };
    const reason = messageOf(error);
    return { isOpen: false, reason, ...unknown, ...own() };
  }
}
