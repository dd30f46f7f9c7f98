import type { Clock } from "../runtime/clock.ts";
import type { Store, StoreSettings } from "../store/store.ts";
import { LeaseLoop } from "./lease-loop.ts";
import type { LeasedRows } from "./leased-rows.ts";

/** What tells one table from another. */
export interface TableStoreOptions {
  readonly name: string;
  readonly clock: Clock;
  /** How often to look for what other processes stored. */
  readonly pollMs: number;
  readonly openRows: () => Promise<LeasedRows>;
  /** Whether it is in this process alone: see `Store`. */
  readonly isInMemory?: boolean;
  /** Lets go of the table as a killed process would. */
  readonly abandonRows?: () => Promise<void>;
}

interface Opened {
  readonly rows: LeasedRows;
  readonly settings: StoreSettings;
}

/** Makes a store over a table: the table knows rows, the lease loop knows time. */
export function createTableStore({
  name,
  clock,
  pollMs,
  openRows,
  abandonRows,
  isInMemory = false,
}: TableStoreOptions): Store {
  const loops = new Set<LeaseLoop>();
  let opened: Opened | undefined;

  function table(): Opened {
    if (opened === undefined) throw new Error(`the ${name} store is not open.`);
    return opened;
  }

  function wake(): void {
    for (const loop of loops) loop.wake();
  }

  return {
    name,
    clock,
    maxBytes: Infinity,
    isInMemory,
    async open(settings) {
      opened = { rows: opened?.rows ?? (await openRows()), settings };
    },
    async commit(batch) {
      const { rows, settings } = table();
      const { windowMs, onReplay } = settings; // not onError: rows may live in another thread
      const acceptances = await rows.commit(batch, clock.now(), { windowMs, onReplay });
      wake();
      return acceptances;
    },
    async startWorkers(providers, run, limits) {
      const loop = new LeaseLoop({ ...table(), clock, providers, run, limits, pollMs });
      loops.add(loop);
      return {
        async stop(timeoutMs) {
          await loop.stop(timeoutMs);
          loops.delete(loop);
        },
      };
    },
    pause: async (provider) => table().rows.pause(provider),
    async resume(provider) {
      await table().rows.resume(provider);
      wake();
    },
    paused: async () => table().rows.paused(),
    list: async (query) => table().rows.list(query),
    oldestPending: async () => table().rows.oldestPending(),
    counts: async () => table().rows.counts(),
    get: async (id) => table().rows.get(id),
    delete: async (id) => table().rows.delete(id, clock.now()),
    async retry(id) {
      const isRevived = await table().rows.retry(id, clock.now());
      wake();
      return isRevived;
    },
    async purge(before, dead) {
      const { rows, settings } = table();
      return rows.purge({ before, now: clock.now(), dead, windowMs: settings.windowMs });
    },
    async close() {
      const closing = opened?.rows;
      opened = undefined;
      await closing?.close();
    },
    async abandon() {
      for (const loop of loops) loop.abandon();
      loops.clear();
      opened = undefined;
      await abandonRows?.();
    },
  };
}
