import type { Clock } from "../runtime/clock.ts";
import { LeaseLoop } from "./lease-loop.ts";
import type { Rows } from "./leased-rows.ts";
import type { Settings, Store } from "../store/store.ts";

/** What tells one table from another. */
export interface RowStoreOptions {
  readonly name: string;
  readonly clock: Clock;
  /** How often to look for what other processes stored, in milliseconds. */
  readonly poll: number;
  readonly openRows: () => Promise<Rows>;
  /** Lets go of the table as a killed process would. */
  readonly abandonRows?: () => Promise<void>;
}

/** A store over a table of ours: the table knows rows, the lease loop knows time. */
export function rowStore({ name, clock, poll, openRows, abandonRows }: RowStoreOptions): Store {
  const loops = new Set<LeaseLoop>();
  let opened: { readonly rows: Rows; readonly settings: Settings } | undefined;

  function table(): { readonly rows: Rows; readonly settings: Settings } {
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
    async open(settings) {
      opened = { rows: opened?.rows ?? (await openRows()), settings };
    },
    async commit(batch) {
      const { rows, settings } = table();
      const { window, onReplay } = settings;
      const outcomes = await rows.commit(batch, clock.now(), { window, onReplay });
      wake();
      return outcomes;
    },
    async work(providers, run) {
      const loop = new LeaseLoop({ ...table(), clock, providers, run, poll });
      loops.add(loop);
      return {
        async stop(timeout) {
          await loop.stop(timeout);
          loops.delete(loop);
        },
      };
    },
    list: async (query) => table().rows.list(query),
    counts: async () => table().rows.counts(),
    async retry(id) {
      const isRevived = await table().rows.retry(id, clock.now());
      wake();
      return isRevived;
    },
    async purge(before, dead) {
      const { rows, settings } = table();
      return rows.purge({ before, now: clock.now(), dead, window: settings.window });
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
