import { closeSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { looksLikeUrl, openFailure } from "./open-failure.ts";

export type Database = DatabaseSync;

const VERSION = 1;

// Ids are never given again: a late call about a purged delivery must not meet another.
// Bodies have a table of their own: SQLite writes a changed row anew, and states change often.
const SCHEMA = `
  create table delivery (
    id integer primary key autoincrement,
    slot blob unique,
    provider text not null,
    state text not null,
    reason text,
    error text,
    attempt integer not null default 0,
    uncounted_attempts integer not null default 0,
    due integer not null,
    stored_at integer not null,
    first_slot blob,
    further_replays integer not null default 0,
    fields text not null
  ) strict;
  create table body (id integer primary key, bytes blob not null) strict;
  create index waiting on delivery (provider, due) where state = 'pending' and attempt <> uncounted_attempts;
  create index running on delivery (provider, due) where state = 'running';
  create index unfinished on delivery (state) where state <> 'done';
  create index done on delivery (due) where state = 'done';
  create index dead on delivery (due) where state = 'dead';
  create index kept on delivery (first_slot) where first_slot is not null;
  create index kept_until on delivery (due) where first_slot is not null;
`;

/**
 * A row's scope as a text that JavaScript reads back as it is. A damaged row has none.
 */
export const SCOPE =
  "case when json_valid(fields) then 's' || hex(json_extract(fields, '$.scope')) else 's' end";

/**
 * What came after version 1 and leaves older packages undisturbed: a file of theirs gets it, too.
 * Each index is a page more to write with every delivery.
 */
const ADDITIONS = `
  drop index if exists fresh;
  create index if not exists fresh_by_scope on delivery (provider, ${SCOPE}, due)
    where state = 'pending' and attempt = uncounted_attempts;
  create index if not exists deleted on delivery (id) where reason = 'deleted';
  create table if not exists paused (provider text primary key) strict;
`;

/**
 * Opens a database file, and makes its tables when it is new. Blocks for up to 5 s while another
 * process does the same.
 *
 * @throws {Error} without `node:sqlite`, and where the file cannot be opened, is of a newer version
 * or can have no write-ahead log
 */
export function openDatabase(path: string): Database {
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  if (sqlite === undefined) {
    throw new Error(
      `the sqlite store needs node:sqlite, which Node ${process.versions.node} does not have: use Node 22.13 or newer, or another store.`,
    );
  }
  createPrivately(path);
  try {
    return prepareDatabase(new sqlite.DatabaseSync(path));
  } catch (error) {
    throw isFromSqlite(error) ? openFailure(path, error) : error;
  }
}

/**
 * Makes a new file readable by its owner alone, since it holds payloads. SQLite gives its log and
 * its index the mode of the file. Leaves a file that exists as it is.
 */
function createPrivately(path: string): void {
  if (looksLikeUrl(path)) return;
  try {
    closeSync(openSync(path, "a", 0o600));
  } catch {
    // SQLite meets the same obstacle, and says so.
  }
}

function prepareDatabase(database: Database): Database {
  try {
    // First: without it, the switch to WAL dies when two processes open the file at once.
    database.exec("pragma busy_timeout = 5000");
    // Before the first page is written: later, nothing but a VACUUM can bring it.
    database.exec("pragma auto_vacuum = incremental");
    const { journal_mode: mode } = database.prepare("pragma journal_mode = wal").get() as {
      journal_mode: string;
    };
    if (mode !== "wal") {
      throw new Error(
        `the sqlite store needs a file with a write-ahead log; this one gives ${JSON.stringify(mode)}.`,
      );
    }
    database.exec("pragma synchronous = full; pragma journal_size_limit = 67108864");
    createTables(database);
    database.exec(ADDITIONS);
    // From here on we wait asynchronously: a blocked thread would stall everything else in it.
    database.exec("pragma busy_timeout = 0");
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function createTables(database: Database): void {
  if (versionOf(database) === VERSION) return assertOurs(database);
  inTransaction(database, () => {
    const version = versionOf(database);
    if (version > VERSION) {
      throw new Error(
        `the database has version ${version} and this package knows ${VERSION}: install a newer one.`,
      );
    }
    if (version === 0) database.exec(`${SCHEMA}; pragma user_version = ${VERSION}`);
  });
}

/** Other programs count their versions in the same place. */
function assertOurs(database: Database): void {
  try {
    database.prepare("select slot, uncounted_attempts, further_replays, fields from delivery limit 0").all();
    database.prepare("select bytes from body limit 0").all();
  } catch (cause) {
    if (!isFromSqlite(cause) || cause.errcode !== 1) throw cause; // 1: no such table or column
    throw new Error("the file is the database of another program: give the sqlite store a file of its own.", {
      cause,
    });
  }
}

function versionOf(database: Database): number {
  return (database.prepare("pragma user_version").get() as { user_version: number }).user_version;
}

/**
 * Runs a write. `immediate`, since a transaction that upgrades from reading to writing can fail
 * without waiting.
 */
export function inTransaction<Result>(database: Database, write: () => Result): Result {
  database.exec("begin immediate");
  try {
    const result = write();
    database.exec("commit");
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** Ends a transaction. Never throws: what ended it before says more. */
export function rollBack(database: Database): void {
  try {
    database.exec("rollback");
  } catch {
    // It never began, or SQLite rolled back by itself, as it does when the disk is full.
  }
}

/** Whether another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return isFromSqlite(error) && (error.errcode & 0xff) === 5;
}

function isFromSqlite(error: unknown): error is Error & { readonly errcode: number } {
  return error instanceof Error && typeof (error as { errcode?: unknown }).errcode === "number";
}
