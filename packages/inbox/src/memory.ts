import { systemClock, type Clock } from "./runtime/clock.ts";
import { MemoryRows } from "./memory/rows.ts";
import { rowStore } from "./leasing/table-store.ts";
import type { Rows } from "./leasing/leased-rows.ts";
import type { Store } from "./store/store.ts";

export { manualClock, type Clock, type ManualClock } from "./runtime/clock.ts";

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /** Where time comes from. Default: the machine's. */
  readonly clock?: Clock;
  /** Another memory store whose deliveries this one shares, as two processes share a database. Default: its own. */
  readonly shared?: Store;
}

const tables = new WeakMap<Store, Rows>();

/**
 * A store for tests: everything is gone when the process ends. Its rules are those of the other stores.
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { memoryStore } from "@flaghook/inbox/memory";
 *
 * export const inbox = createInbox({ store: memoryStore() });
 * ```
 */
export function memoryStore({ clock = systemClock, shared }: MemoryStoreOptions = {}): Store {
  const rows = (shared && tables.get(shared)) ?? new MemoryRows();
  const store = rowStore({ name: "memory", clock, openRows: async () => rows, poll: 1000 });
  tables.set(store, rows);
  return store;
}
