import type { Db, PgBoss } from "pg-boss";
import { type HandlerTransaction, systemClock, within } from "@flaghook/inbox/store";
import { limited, STATEMENT_LIMIT } from "./statement-timeout.ts";

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
    const result = await work(limited(transaction.db, STATEMENT_LIMIT));
    await transaction.commit();
    return result;
  } catch (error) {
    await undo(transaction);
    throw error;
  }
}

/** On a connection that is silent, rejects sooner than pg gives it up. */
async function begin(boss: PgBoss): Promise<TransactionHandle> {
  const begun = boss.getDb().beginTransaction!();
  try {
    return await within(systemClock, STATEMENT_LIMIT, begun, "Postgres did not begin a transaction in time.");
  } catch (error) {
    begun.then(undo, () => {});
    throw error;
  }
}

/** After a failure, which says more than what a lost connection answers to the rollback. */
async function undo(transaction: TransactionHandle): Promise<void> {
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

/** A handler's transaction. It begins when the handler first uses it, so that others cost nothing. */
export interface LazyTransaction extends HandlerTransaction {
  readonly isBegun: () => boolean;
  /** Completes in it and commits. Rolls back and rejects when either fails. */
  finish(complete: (tx: Db) => Promise<void>): Promise<void>;
  /** Rejects when a transaction that had begun could not be rolled back: its connection is gone, and it with it. */
  rollback(): Promise<void>;
}

/** @param timeout Of one statement of the handler's, in milliseconds. */
export function lazyTransaction(boss: PgBoss, timeout: number): LazyTransaction {
  let begun: Promise<TransactionHandle> | undefined;
  let isOver = false;

  async function beginForHandler(): Promise<TransactionHandle> {
    const transaction = await begin(boss);
    try {
      // The limit for locks is ours and not the handler's.
      await limited(transaction.db, STATEMENT_LIMIT).executeSql("set local lock_timeout to default");
      return transaction;
    } catch (error) {
      await undo(transaction);
      throw error;
    }
  }

  return {
    isBegun: () => begun !== undefined,
    async executeSql(text, values) {
      if (isOver) throw new Error("the transaction of this attempt is over.");
      begun ??= beginForHandler();
      return limited((await begun).db, timeout).executeSql(text, values);
    },
    async finish(complete) {
      isOver = true;
      const transaction = await begun!;
      try {
        await complete(limited(transaction.db, STATEMENT_LIMIT));
        await transaction.commit();
      } catch (error) {
        await undo(transaction);
        throw error;
      }
    },
    async rollback() {
      isOver = true;
      const transaction = await begun?.catch(() => undefined); // the handler was told that it could not begin
      await transaction?.rollback();
    },
  };
}

/** What pg-boss answers to a call about jobs. Its own type leaves out what it tells. */
export interface BossAnswer {
  readonly affected: number;
  /** Ids of the jobs that the call changed. */
  readonly settled?: readonly string[];
}

export async function answerOf(call: Promise<object>): Promise<BossAnswer> {
  return (await call) as BossAnswer;
}
