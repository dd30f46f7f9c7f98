import { resolve } from "node:path";
import type { LeasedRows } from "./leasing/leased-rows.ts";
import { createTableStore } from "./leasing/table-store.ts";
import { assertInteger, assertKnownOptions } from "./options/assert.ts";
import { assertClock, systemClock, type Clock } from "./runtime/clock.ts";
import { openDatabase } from "./sqlite/database.ts";
import { looksLikeUrl } from "./sqlite/open-failure.ts";
import { SqliteRows } from "./sqlite/sqlite-rows.ts";
import { openThread, type ThreadRows } from "./sqlite/thread-client.ts";
import type { Store } from "./store/store.ts";

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /**
   * The database file, made when it is missing, in a folder that exists. On a local disk, not a
   * network share. A relative path starts where the process is when the store is made. A new file
   * may be read and written by its owner alone (0600). Once it is moved or deleted while it is
   * open, every call rejects.
   */
  readonly path: string;
  /** How often to look for what other processes stored. Default 500. */
  readonly pollMs?: number;
  /** Where time comes from, for tests. Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * A store in one SQLite file, for one machine and any number of processes on it. Needs
 * `node:sqlite` (Node 22.13 or newer).
 *
 * Each accept waits for fsync; accepts that arrive together share one. The database lives in a
 * thread of its own where one can start, so that a slow disk does not block the event loop.
 *
 * @throws {TypeError} when an option is unknown or out of range, or the path is empty or in
 *   memory
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { sqliteStore } from "@flaghook/inbox/sqlite";
 *
 * export const inbox = createInbox({ store: sqliteStore({ path: "inbox.db" }) });
 * ```
 */
export function sqliteStore(options: SqliteStoreOptions): Store {
  assertKnownOptions("sqliteStore", options, ["path", "pollMs", "clock"]);
  const { path, pollMs = 500, clock = systemClock } = options;
  if (typeof path !== "string" || path === "" || path === ":memory:") {
    throw new TypeError(
      "path must be a file: a database in memory keeps nothing. For tests there is memoryStore().",
    );
  }
  assertInteger("pollMs", pollMs, 1);
  assertClock(clock);
  // Once: the process may change its folder before the store opens, or opens again.
  const file = looksLikeUrl(path) ? path : resolve(path);
  let thread: ThreadRows | undefined;

  async function openRows(): Promise<LeasedRows> {
    thread = await openThread(file);
    return thread ?? new SqliteRows(openDatabase(file), file);
  }

  return createTableStore({
    name: "sqlite",
    clock,
    pollMs,
    openRows,
    abandonRows: async () => thread?.terminate(),
  });
}
