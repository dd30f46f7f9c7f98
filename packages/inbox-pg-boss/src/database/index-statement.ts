import type { PgBoss } from "pg-boss";
import { inTransaction } from "./transaction.ts";

/** Of the index. pg-boss leaves indexes alone that it does not know. */
const NAME = "inbox_occurrences";

/**
 * Makes the index that occurrences are found by, where it is missing: pg-boss has none, and without it each accept of a
 * repeatable event reads the whole table. Nothing depends on it but the time that takes.
 */
export async function addOccurrenceIndex(boss: PgBoss, schema: string): Promise<void> {
  const name = `${schema}.${NAME}`;
  // Asked first: `create index if not exists` waits for all who write, even where there is nothing to make.
  const text = "select to_regclass($1) is not null as exists";
  const [row] = (await boss.getDb().executeSql(text, [name])).rows as { exists: boolean }[];
  if (row?.exists === true) return;
  await inTransaction(boss, undefined, async (tx) => {
    // Who would wait longer for a writer's transaction holds up all other writers meanwhile.
    await tx.executeSql("set local lock_timeout = '5s'");
    // Processes that open at once: the others find it made.
    await tx.executeSql("select pg_advisory_xact_lock(hashtext($1))", [name]);
    await tx.executeSql(
      `create index if not exists ${NAME} on ${schema}.job (name, singleton_key, created_on) where singleton_key is not null`,
    );
  });
}
