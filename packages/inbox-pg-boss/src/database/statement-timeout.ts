import type { Db } from "pg-boss";

/** A connection of pg. */
export interface Client {
  query(text: string): Promise<{ readonly rows: unknown[] }>;
}

/**
 * Limit of one statement of an accept, a claim or a record. pg also drops connections that were
 * idle for as long: when a silent one is given up, the others are gone.
 */
export const STATEMENT_TIMEOUT_MS = 10_000;

/** How long to wait for a lock, where a statement does not say it itself. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Limit for statements without one of their own: pg-boss's upkeep and our lists read whole tables.
 * By itself pg waits on a connection that has fallen silent until the kernel gives it up after 15
 * minutes.
 */
export const QUERY_TIMEOUT_MS = 30_000;

/**
 * A new connection whose first statement sets its limits, too: they cost no round trip. By itself
 * Postgres waits without end for a lock, and keeps those of a machine that has gone without a word
 * until TCP gives it up, after two hours: its delivery would be running until then.
 */
export function limitingLocks(client: Client): Client {
  return {
    async query(text) {
      const limits = `set lock_timeout = ${LOCK_TIMEOUT_MS}; ${limitIdle(STATEMENT_TIMEOUT_MS)}`;
      // pg gives the results of several statements as a list.
      const results = (await client.query(`${limits}; ${text}`)) as unknown as { rows: unknown[] }[];
      return results.at(-1)!;
    },
  };
}

/**
 * A condition that is always true. A statement waits no longer than this for the locks that it
 * takes behind it, as does the rest of its transaction.
 */
export function waitsForLocks(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "true";
  return `(select set_config('lock_timeout', '${milliseconds}', true)) is not null`;
}

/** Ends a transaction, or all of a connection's, in which nothing happens for so long. */
export function limitIdle(milliseconds: number, scope: "session" | "local" = "session"): string {
  return `set ${scope} idle_in_transaction_session_timeout = ${milliseconds}`;
}

/**
 * The same database, where a statement that takes longer rejects. pg then closes its connection.
 */
export function withStatementTimeout(db: Db, timeoutMs: number): Db {
  return {
    executeSql(text, values) {
      const statement = { text, query_timeout: timeoutMs };
      return db.executeSql(statement as unknown as string, values); // pg takes both, and pg-boss passes it on
    },
  };
}

/** Whether a statement waited too long for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}
