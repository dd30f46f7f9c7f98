import type { Db } from "pg-boss";

/** A pool of pg, or anything of its form. */
export interface PostgresPool {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  connect(): Promise<PostgresPoolClient>;
  readonly totalCount: number;
}

/** A client that a pool has handed out. */
export interface PostgresPoolClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  release(error?: Error | boolean): void;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Tells a pool by its form: it may come from another copy of pg. A client has no count of others.
 */
export function isPool(given: object): given is PostgresPool {
  return (
    "connect" in given &&
    typeof given.connect === "function" &&
    "query" in given &&
    typeof given.query === "function" &&
    "totalCount" in given
  );
}

/**
 * A database over somebody else's pool. Listens for nothing: workers find deliveries by polling.
 */
export function poolDb(pool: PostgresPool): Db {
  return {
    executeSql: (text, values) => pool.query(text, values),
    beginTransaction: () => beginIn(pool),
  };
}

async function beginIn(
  pool: PostgresPool,
): Promise<Awaited<ReturnType<NonNullable<Db["beginTransaction"]>>>> {
  const client = await pool.connect();
  let isReleased = false;

  function release(error?: Error): void {
    if (isReleased) return;
    isReleased = true;
    client.removeListener("error", release);
    client.release(error);
  }

  /** With its last statement the client goes back; one that fails is not used again. */
  async function end(text: string): Promise<void> {
    try {
      await client.query(text);
    } catch (error) {
      release(error as Error); // pg throws errors
      throw error;
    }
    release();
  }

  // A pool does not listen to clients that it has handed out, and an error nobody hears ends the process.
  client.on("error", release);
  try {
    await client.query("begin");
  } catch (error) {
    release(error as Error); // pg throws errors
    throw error;
  }
  return {
    db: {
      async executeSql(text, values) {
        if (isReleased) throw new Error("the transaction is over.");
        return client.query(text, values);
      },
    },
    async commit() {
      if (isReleased) throw new Error("the transaction is over.");
      await end("commit");
    },
    async rollback() {
      if (!isReleased) await end("rollback").catch(() => {});
    },
  };
}
