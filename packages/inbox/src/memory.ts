import { createTableStore } from "./leasing/table-store.ts";
import type { LeasedRows } from "./leasing/leased-rows.ts";
import { MemoryRows } from "./memory/memory-rows.ts";
import { assertKnownOptions } from "./options/assert.ts";
import { assertClock, systemClock, type Clock } from "./runtime/clock.ts";
import type { Store } from "./store/store.ts";

export { manualClock, type Clock, type ManualClock } from "./runtime/clock.ts";

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /** Where time comes from. Default: the machine's. */
  readonly clock?: Clock;
  /**
   * Another memory store with which this one shares its deliveries, as two processes share a
   * database. Default: deliveries of its own.
   */
  readonly sharedWith?: Store;
}

const tables = new WeakMap<Store, LeasedRows>();

/**
 * A store for tests: everything is gone when the process ends. Its rules are those of the other
 * stores.
 *
 * @throws {TypeError} when an option is unknown, `clock` is none or `sharedWith` is no memory store
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { memoryStore } from "@flaghook/inbox/memory";
 *
 * export const inbox = createInbox({ store: memoryStore() });
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  assertKnownOptions("memoryStore", options, ["clock", "sharedWith"]);
  const { clock = systemClock, sharedWith } = options;
  assertClock(clock);
  const shared = sharedWith === undefined ? undefined : tables.get(sharedWith);
  if (sharedWith !== undefined && shared === undefined) {
    throw new TypeError("sharedWith must be another store that memoryStore made.");
  }
  const rows = shared ?? new MemoryRows();
  const store = createTableStore({
    name: "memory",
    clock,
    openRows: async () => rows,
    pollMs: 1000,
    isInMemory: true,
  });
  tables.set(store, rows);
  return store;
}
