import type { StoreSettings } from "@flaghook/inbox/store";
import { PgBoss } from "pg-boss";
import type { Connection } from "./connection.ts";
import { findLoss, type Durability } from "./durability.ts";
import { indexDead } from "./index-dead.ts";
import { poolDb } from "./pool.ts";
import { limitingLocks, QUERY_TIMEOUT_MS, type Client } from "./statement-timeout.ts";

/** Where and how to connect. */
export interface ConnectOptions {
  readonly connection: Connection;
  readonly schema: string;
  /** Connections at most, beside the one that listens. */
  readonly connections: number;
  readonly durability: Durability | undefined;
}

/**
 * Connects and makes pg-boss's tables. Rejects when Postgres could lose what it acknowledges, as
 * does each later call that meets such a one on a new connection.
 */
export async function openBoss(
  { connection, schema, connections, durability }: ConnectOptions,
  { onError }: StoreSettings,
): Promise<PgBoss> {
  let hasWarned = false;

  /**
   * On every new connection: what responds then may be another Postgres, or have other settings.
   */
  async function assertDurable(client: Client): Promise<void> {
    const loss = await findLoss(client, durability);
    if (loss === undefined || hasWarned) return;
    if (durability !== "unsafe") throw new Error(loss);
    hasWarned = true;
    process.emitWarning(loss, { type: "FlaghookInboxWarning" });
  }

  const ownConnections = {
    max: connections,
    query_timeout: QUERY_TIMEOUT_MS,
    onConnect: (client: Client) => assertDurable(limitingLocks(client)),
  };
  const boss = new PgBoss({
    ...("pool" in connection
      ? { db: poolDb(connection.pool, assertDurable) }
      : { ...connection.options, ...ownConnections }),
    schema,
    schedule: false,
    // By default pg-boss looks once a minute for lost heartbeats.
    monitorIntervalSeconds: 1,
    superviseIntervalSeconds: 1,
  });
  boss.on("error", onError);
  try {
    await boss.start();
    await indexDead(boss.getDb(), schema, onError);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
}
