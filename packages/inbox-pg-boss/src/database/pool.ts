import type { Db } from "pg-boss";
import type { Client } from "./statement-timeout.ts";

/** A pool of pg, or anything of its form. */
export interface PostgresPool {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  connect(): Promise<PostgresPoolClient>;
  readonly totalCount: number;
  /** Says when it has made a connection, as pg's does. Without it Postgres is asked about once. */
  on?(event: "connect", listener: () => void): unknown;
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

/** Rejects while a Postgres does not keep what it acknowledges. */
type AssertDurable = (client: Client) => Promise<void>;

/** How many connections each pool has made. One listener a pool, which outlives its stores. */
const connections = new WeakMap<PostgresPool, { made: number }>();

function connectionsOf(pool: PostgresPool): { made: number } {
  const known = connections.get(pool);
  if (known !== undefined) return known;
  const counted = { made: 0 };
  connections.set(pool, counted);
  pool.on?.("connect", () => counted.made++);
  return counted;
}

/**
 * A database over somebody else's pool. Listens for nothing: workers find deliveries by polling.
 *
 * @param assertDurable Asked on the connection of a statement, before it, when the pool has made
 *   one since: another Postgres may respond there.
 */
export function poolDb(pool: PostgresPool, assertDurable: AssertDurable): Db {
  const counted = connectionsOf(pool);
  let sureOf = -1;

  async function assertAnew(client: Client): Promise<void> {
    if (sureOf === counted.made) return;
    const asked = counted.made;
    await assertDurable(client);
    sureOf = asked;
  }

  return {
    async executeSql(text, values) {
      const { client, release } = await takeClient(pool);
      try {
        await assertAnew(client);
        const result = await client.query(text, values);
        release();
        return result;
      } catch (error) {
        release(error as Error); // pg throws errors
        throw error;
      }
    },
    beginTransaction: () => beginIn(pool, assertAnew),
  };
}

interface TakenClient {
  readonly client: PostgresPoolClient;
  readonly isReleased: () => boolean;
  /** Gives it back, once. After an error it is not used again. */
  readonly release: (error?: Error) => void;
}

async function takeClient(pool: PostgresPool): Promise<TakenClient> {
  const client = await pool.connect();
  let isReleased = false;

  function release(error?: Error): void {
    if (isReleased) return;
    isReleased = true;
    client.removeListener("error", release);
    client.release(error);
  }

  // A pool does not listen to clients that it has handed out, and an error nobody hears ends the process.
  client.on("error", release);
  return { client, release, isReleased: () => isReleased };
}

async function beginIn(
  pool: PostgresPool,
  assertAnew: AssertDurable,
): Promise<Awaited<ReturnType<NonNullable<Db["beginTransaction"]>>>> {
  const { client, release, isReleased } = await takeClient(pool);

  /** With its last statement the client goes back. */
  async function end(text: string): Promise<void> {
    try {
      await client.query(text);
    } catch (error) {
      release(error as Error); // pg throws errors
      throw error;
    }
    release();
  }

  try {
    await assertAnew(client);
    await client.query("begin");
  } catch (error) {
    release(error as Error); // pg throws errors
    throw error;
  }
  return {
    db: {
      async executeSql(text, values) {
        if (isReleased()) throw new Error("the transaction is over.");
        return client.query(text, values);
      },
    },
    async commit() {
      if (isReleased()) throw new Error("the transaction is over.");
      await end("commit");
    },
    async rollback() {
      if (!isReleased()) await end("rollback").catch(() => {});
    },
  };
}
