import { DatabaseSync } from "node:sqlite";
import { Queue } from "bullmq";
import { PgBoss } from "pg-boss";

/**
 * The least that keeps a delivery: its bytes, written once by the engine's own means, and as
 * durably. No dedupe, no headers, no lease.
 */
export interface BareWrites {
  add(body: Uint8Array): unknown;
  close(): Promise<void>;
}

/** One insert a transaction, in this thread, which waits for each fsync. */
export async function bareSqlite(path: string): Promise<BareWrites> {
  const database = new DatabaseSync(path);
  database.exec("pragma journal_mode = wal; pragma synchronous = full; create table bare (bytes blob)");
  const insert = database.prepare("insert into bare (bytes) values (?)");
  return {
    add: (body) => insert.run(body),
    close: async () => database.close(),
  };
}

/** BullMQ's own `add`. It stores JSON. */
export async function bareBullmq(port: number): Promise<BareWrites> {
  const queue = new Queue("bare", { connection: { port, maxRetriesPerRequest: null } });
  await queue.waitUntilReady();
  return {
    add: (body) => queue.add("delivery", { body: Buffer.from(body).toString("base64") }),
    close: () => queue.close(),
  };
}

/** The `send` of pg-boss. It stores JSON. */
export async function barePgBoss(connectionString: string): Promise<BareWrites> {
  const boss = new PgBoss({ connectionString, schema: "bare", supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue("bare");
  return {
    add: (body) => boss.send("bare", { body: Buffer.from(body).toString("base64") }),
    close: () => boss.stop({ graceful: false }),
  };
}
