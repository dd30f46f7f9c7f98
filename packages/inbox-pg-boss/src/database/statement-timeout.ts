import type { Db } from "pg-boss";

/**
 * Of one statement of an accept, a claim or a settlement, in milliseconds. pg keeps idle connections as long: when one that has
 * fallen silent is given up, the others are gone.
 */
export const STATEMENT_LIMIT = 10_000;
/** For what an open transaction holds, in milliseconds. Waited for twice, and still less than `accept` waits. */
const LOCK_LIMIT = 2000;

/**
 * What pg is told of connections. By itself it waits without end: for a lock, and on a connection that has fallen silent until
 * the kernel gives it up after 15 minutes.
 */
export const connectionLimits = {
  // Of statements without a limit of their own: pg-boss's upkeep and our lists read whole tables.
  query_timeout: 30_000,
  onConnect: (client: { query(text: string): Promise<unknown> }): Promise<unknown> =>
    client.query(`set lock_timeout = ${LOCK_LIMIT}`),
};

/** The same database, where a statement that takes longer rejects. pg then closes its connection. */
export function limited(db: Db, milliseconds: number): Db {
  return {
    executeSql(text, values) {
      const statement = { text, query_timeout: milliseconds };
      return db.executeSql(statement as unknown as string, values); // pg takes both, and pg-boss hands it on
    },
  };
}

/** Whether a statement waited too long for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}
