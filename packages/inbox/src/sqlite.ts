import { systemClock, type Clock } from "./runtime/clock.ts";
import { requireInteger } from "./lifecycle/inbox-options.ts";
import { rowStore } from "./leasing/table-store.ts";
import type { Rows } from "./leasing/leased-rows.ts";
import { openThread, type ThreadRows } from "./sqlite/thread-client.ts";
import { openDatabase } from "./sqlite/database.ts";
import { SqliteRows } from "./sqlite/rows.ts";
import type { Store } from "./store/store.ts";

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /** The database file. Made when it is missing, in a folder that must be there. It needs a local disk: no network share. */
  readonly path: string;
  /** How often to look for what other processes stored, in milliseconds. Default 500. */
  readonly poll?: number;
  /** Where time comes from. Default: the machine's. For tests. */
  readonly clock?: Clock;
}

/**
 * A store in one SQLite file, for one machine and any number of processes on it. Needs `node:sqlite` (Node 22.13 or newer).
 *
 * Each accept waits for fsync; those that arrive together share one. The database lives in a thread of its own where one can
 * start, so that a slow disk does not block the event loop.
 *
 * @throws {TypeError} when the path is empty or in memory
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { sqliteStore } from "@flaghook/inbox/sqlite";
 *
 * export const inbox = createInbox({ store: sqliteStore({ path: "inbox.db" }) });
 * ```
 */
export function sqliteStore({ path, poll = 500, clock = systemClock }: SqliteStoreOptions): Store {
  if (typeof path !== "string" || path === "" || path === ":memory:") {
    throw new TypeError(
      "path must be a file: a database in memory keeps nothing. For tests there is memoryStore().",
    );
  }
  requireInteger("poll", poll, 1);
  let thread: ThreadRows | undefined;

  async function openRows(): Promise<Rows> {
    thread = await openThread(path);
    return thread ?? new SqliteRows(openDatabase(path));
  }

  return rowStore({
    name: "sqlite",
    clock,
    poll,
    openRows,
    abandonRows: async () => thread?.terminate(),
  });
}
