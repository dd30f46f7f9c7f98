import { randomUUID } from "node:crypto";
import { readFact, writeFact } from "../database/facts.ts";
import { countLines } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";

/** The fact that says which batch was sent last. */
const BATCH = "sample-batch";

/** Sample deliveries that were sent together. */
export interface SampleBatch {
  /** The environment that their lines are in. */
  readonly environment: string;
  /** When the first was sent, as ISO 8601. */
  readonly sentAt: string;
  /** How many were acknowledged. */
  readonly acknowledged: number;
  /** How many of them are lines. */
  readonly handled: number;
}

/** Sends sample deliveries. Gives how many were acknowledged. */
export type SendBatch = (deliveries: number) => Promise<number>;

/** One delivery of a batch: the environment and the flag that it tells of. */
export interface BatchDelivery {
  readonly environment: string;
  readonly flag: string;
}

/**
 * Sends sample deliveries under a name of their own, and remembers how many were acknowledged: of
 * those none may be lost, whatever happens to this process.
 */
export async function sendBatch(
  database: Database,
  deliveries: number,
  at: Date,
  send: (deliveries: readonly BatchDelivery[]) => Promise<number>,
): Promise<number> {
  const environment = `batch-${randomUUID().slice(0, 8)}`;
  const all = Array.from({ length: deliveries }, (_, index) => ({
    environment,
    flag: `${environment}-${String(index + 1).padStart(3, "0")}`,
  }));
  const acknowledged = await send(all);
  await writeFact(database, BATCH, JSON.stringify({ environment, sentAt: at.toISOString(), acknowledged }));
  return acknowledged;
}

/** The last batch, and how much of it is handled. */
export async function readBatch(database: Database): Promise<SampleBatch | undefined> {
  const fact = await readFact(database, BATCH);
  if (fact === undefined || fact === "") return undefined;
  const batch = JSON.parse(fact) as Omit<SampleBatch, "handled">;
  const { environment, sentAt } = batch;
  const filter = { environment, from: new Date(sentAt) };
  const handled = await countLines(database, filter, Number.MAX_SAFE_INTEGER);
  return { ...batch, handled };
}

/** Forgets the last batch: its lines are removed. */
export async function forgetBatch(database: Database): Promise<void> {
  await writeFact(database, BATCH, "");
}
