import { systemClock, withTimeout, type HandlerTransaction } from "@flaghook/inbox/store";
import type { Db, PgBoss } from "pg-boss";
import { limitIdle, STATEMENT_TIMEOUT_MS, withStatementTimeout } from "./statement-timeout.ts";

type TransactionHandle = Awaited<ReturnType<NonNullable<Db["beginTransaction"]>>>;

/** Runs inside the caller's transaction when there is one, else in one of its own. */
export async function inTransaction<Result>(
  boss: PgBoss,
  given: Db | undefined,
  work: (tx: Db) => Promise<Result>,
): Promise<Result> {
  if (given !== undefined) return work(given);
  const transaction = await begin(boss);
  try {
    const result = await work(withStatementTimeout(transaction.db, STATEMENT_TIMEOUT_MS));
    await transaction.commit();
    return result;
  } catch (error) {
    await rollBack(transaction);
    throw error;
  }
}

/** On a silent connection, rejects sooner than pg gives it up. */
async function begin(boss: PgBoss): Promise<TransactionHandle> {
  const begun = boss.getDb().beginTransaction!();
  try {
    const late = "Postgres did not begin a transaction in time.";
    return await withTimeout(systemClock, STATEMENT_TIMEOUT_MS, begun, late);
  } catch (error) {
    begun.then(rollBack, () => {});
    throw error;
  }
}

/** Rolls back after a failure. That failure says more than a lost connection's error here. */
async function rollBack(transaction: TransactionHandle): Promise<void> {
  await transaction.rollback().catch(() => {});
}

/**
 * The caller's transaction in pg-boss's form.
 *
 * @throws {TypeError} when it is nothing that runs SQL
 */
export function toDb(tx: unknown): Db {
  if (typeof tx === "object" && tx !== null) {
    if ("executeSql" in tx && typeof tx.executeSql === "function") return tx as Db;
    if ("query" in tx && typeof tx.query === "function") {
      const client = tx as { query: Db["executeSql"] };
      return { executeSql: (text, values) => client.query(text, values) };
    }
  }
  throw new TypeError("tx must have executeSql(text, values) or query(text, values), as a client of pg has.");
}

/** A handler's transaction. It begins at its first use, so that others cost nothing. */
export interface LazyTransaction extends HandlerTransaction {
  readonly isBegun: () => boolean;
  /** Completes in it and commits. Rolls back and rejects when either fails. */
  finish(complete: (tx: Db) => Promise<void>): Promise<void>;
  /**
   * Rejects when a transaction that had begun could not be rolled back: it died with its
   * connection.
   */
  rollback(): Promise<void>;
}

/** @param timeoutMs Limit of one statement of the handler's, and of the time between two. */
export function createLazyTransaction(boss: PgBoss, timeoutMs: number): LazyTransaction {
  let begun: Promise<TransactionHandle> | undefined;
  let isOver = false;

  async function beginForHandler(): Promise<TransactionHandle> {
    const transaction = await begin(boss);
    try {
      // The limits are ours: a handler may wait for a lock, and do other things in between.
      await withStatementTimeout(transaction.db, STATEMENT_TIMEOUT_MS).executeSql(
        `set local lock_timeout to default; ${limitIdle(timeoutMs, "local")}`,
      );
      return transaction;
    } catch (error) {
      await rollBack(transaction);
      throw error;
    }
  }

  return {
    isBegun: () => begun !== undefined,
    async executeSql(text, values) {
      if (isOver) throw new Error("the transaction of this attempt is over.");
      begun ??= beginForHandler();
      return withStatementTimeout((await begun).db, timeoutMs).executeSql(text, values);
    },
    async finish(complete) {
      isOver = true;
      const transaction = await begun!;
      try {
        const db = withStatementTimeout(transaction.db, STATEMENT_TIMEOUT_MS);
        // From here on it has the delivery's row.
        await db.executeSql(limitIdle(STATEMENT_TIMEOUT_MS, "local"));
        await complete(db);
        await transaction.commit();
      } catch (error) {
        await rollBack(transaction);
        throw error;
      }
    },
    async rollback() {
      isOver = true;
      const transaction = await begun?.catch(() => undefined); // the handler knows that it could not begin
      await transaction?.rollback();
    },
  };
}

/** pg-boss's response to a call about jobs. Its own type leaves this out. */
export interface BossResponse {
  readonly affected: number;
  /** Ids of the jobs that the call changed. */
  readonly settled?: readonly string[];
}

export async function responseOf(call: Promise<object>): Promise<BossResponse> {
  return (await call) as BossResponse;
}
