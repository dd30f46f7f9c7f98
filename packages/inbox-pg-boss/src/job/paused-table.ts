import type { Db } from "pg-boss";

/** Which providers are paused: pg-boss has no pause that every process sees. */
export interface PausedTable {
  pause(provider: string): Promise<void>;
  resume(provider: string): Promise<void>;
  paused(): Promise<readonly string[]>;
}

/** Opens the table, and makes it when it is missing. */
export async function openPausedTable(db: Db, schema: string): Promise<PausedTable> {
  const table = `${schema}.flaghook_paused`;
  await create(db, table);
  return {
    async pause(provider) {
      await db.executeSql(`insert into ${table} (provider) values ($1) on conflict do nothing`, [provider]);
    },
    async resume(provider) {
      await db.executeSql(`delete from ${table} where provider = $1`, [provider]);
    },
    async paused() {
      const { rows } = await db.executeSql(`select provider from ${table} order by provider`);
      return (rows as { provider: string }[]).map(({ provider }) => provider);
    },
  };
}

/** Two processes that make it at once meet in Postgres's catalogue: the second then finds it. */
async function create(db: Db, table: string): Promise<void> {
  const text = `create table if not exists ${table} (provider text primary key)`;
  try {
    await db.executeSql(text);
  } catch {
    await db.executeSql(text);
  }
}
