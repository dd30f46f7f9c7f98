import type { StoreSettings } from "@flaghook/inbox/store";
import { PgBoss } from "pg-boss";
import { findLoss, type Durability } from "./durability.ts";
import { connectionLimits } from "./statement-timeout.ts";

/** Where and how to connect. */
export interface ConnectOptions {
  readonly connectionString: string;
  readonly schema: string;
  /** Connections at most. */
  readonly connections: number;
  readonly durability: Durability | undefined;
}

/** Connects and makes pg-boss's tables. Rejects when Postgres could lose what it acknowledges. */
export async function openBoss(
  { connectionString, schema, connections, durability }: ConnectOptions,
  { onError }: StoreSettings,
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    schema,
    max: connections,
    schedule: false,
    // By default pg-boss looks once a minute for lost heartbeats.
    monitorIntervalSeconds: 1,
    superviseIntervalSeconds: 1,
    ...connectionLimits,
  });
  boss.on("error", onError);
  await boss.start();
  try {
    const loss = await findLoss(boss.getDb(), durability);
    if (loss !== undefined && durability !== "unsafe") throw new Error(loss);
    if (loss !== undefined) process.emitWarning(loss, { type: "FlaghookInboxWarning" });
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
}
