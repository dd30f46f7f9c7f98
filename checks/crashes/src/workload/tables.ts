import { PgBoss } from "pg-boss";

/** A transaction of a writer's own. */
export type Transaction = Awaited<ReturnType<ReturnType<PgBoss["getDb"]>["beginTransaction"] & {}>>;

/** What a handler wrote inside the transaction in which its delivery completes. */
export interface Effect {
  readonly id: string;
  readonly attempt: number;
  readonly pid: number;
  readonly key: string;
}

/**
 * The application's own tables: a ledger that writers fill in one transaction with `accept`, and
 * the effects of handlers.
 */
export interface Tables {
  begin(): Promise<Transaction>;
  ledger(): Promise<readonly string[]>;
  effects(): Promise<readonly Effect[]>;
  close(): Promise<void>;
}

// No keys and no constraints: the tables must not mend what the inbox breaks.
const TABLES = `
  create table if not exists own.ledger (id text not null);
  create table if not exists own.effect (id text not null, attempt int not null, pid int not null, key text not null)`;

/** When either side gives up a connection that has fallen silent. */
const SILENCE_MS = 5000;
/** An option of pg, which pg-boss passes on. */
const PATIENCE = { query_timeout: SILENCE_MS };

export const INTO_LEDGER = "insert into own.ledger (id) values ($1)";
export const INTO_EFFECTS = "insert into own.effect (id, attempt, pid, key) values ($1, $2, $3, $4)";

/** Makes the tables where they are missing. One process must do so before the others start. */
export async function openTables(connectionString: string): Promise<Tables> {
  // Only for its connections, which pg-boss opens when it starts.
  const boss = new PgBoss({
    connectionString,
    schema: "own",
    supervise: false,
    schedule: false,
    max: 8,
    ...PATIENCE,
  });
  boss.on("error", () => {});
  await boss.start();
  const db = boss.getDb();
  await db.executeSql(TABLES);
  return {
    async begin() {
      const transaction = await db.beginTransaction!();
      // Else it would have its delivery for as long as Postgres believes in a silent connection.
      await transaction.db.executeSql(`set local idle_in_transaction_session_timeout = ${SILENCE_MS}`);
      return transaction;
    },
    async ledger() {
      const { rows } = await db.executeSql("select id from own.ledger");
      return (rows as { id: string }[]).map(({ id }) => id);
    },
    effects: async () => (await db.executeSql("select * from own.effect")).rows as Effect[],
    close: () => boss.stop({ graceful: false }),
  };
}

/** Whether the delivery is of the half whose effect is in the transaction. */
export function hasEffectInside(id: string): boolean {
  return id.charCodeAt(id.length - 1) % 2 === 1;
}
