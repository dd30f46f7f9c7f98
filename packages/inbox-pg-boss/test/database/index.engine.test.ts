import { randomUUID } from "node:crypto";
import { PgBoss, type Db } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgBossStore } from "../../src/index.ts";
import { jobTable } from "../../src/job/job-table.ts";
import type { Settings, Store } from "@flaghook/inbox/store";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";

describe.runIf(hasPostgres())("the index of occurrences", () => {
  let server: PostgresServer;
  let boss: PgBoss;
  let sql: Db;
  beforeAll(async () => {
    server = await startPostgres();
    boss = new PgBoss({
      connectionString: server.connectionString,
      supervise: false,
      schedule: false,
      max: 2,
    });
    await boss.start();
    sql = boss.getDb();
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await server.stop();
  });

  const faults: unknown[] = [];
  const settings: Settings = {
    attempts: 10,
    lease: 10_000,
    timeout: 10_000,
    window: 1000,
    concurrency: 1,
    delays: [1000],
    onReplay: "hold",
    onError: (error) => faults.push(error),
  };

  function storeIn(schema: string, connectionString = server.connectionString): Store {
    return pgBossStore({ connectionString, schema, connections: 2 });
  }

  it("is what an accept reads, and not the whole table", async () => {
    const store = storeIn("planned");
    await store.open(settings);
    const slots = new Map(["a", "b"].map((slot) => [slot, randomUUID()]));
    const plan = await planOf(async (explained) => {
      await jobTable(sql, "planned").newestOccurrences("flags", slots, explained);
    });
    expect(plan).toMatch(/Index Scan.* using job_common_name_singleton_key_created_on_idx/);
    expect(plan).toMatch(/Index Cond: .*singleton_key = /);
    await store.close();
  });

  it("is made once by stores that open at the same time", async () => {
    const stores = Array.from({ length: 8 }, () => storeIn("crowded"));
    await Promise.all(stores.map((store) => store.open(settings)));
    await Promise.all(stores.map((store) => store.close()));
    const text = `select count(*)::int as count from pg_index join pg_class on oid = indexrelid
      where relname = 'inbox_occurrences' and relnamespace = 'crowded'::regnamespace and indisvalid`;
    expect((await sql.executeSql(text)).rows).toEqual([{ count: 1 }]);
    expect(faults).toEqual([]);
  });

  it("keeps no store from opening whose role may not make it", async () => {
    const owner = storeIn("owned");
    await owner.open(settings);
    await owner.close();
    for (const text of [
      "drop index owned.inbox_occurrences",
      "create role guest login",
      "grant usage on schema owned to guest",
      "grant all on all tables in schema owned to guest",
    ]) {
      await sql.executeSql(text);
    }
    const guest = storeIn("owned", server.connectionString.replace("flaghook@", "guest@"));
    await guest.open(settings);
    expect(await guest.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 0 });
    await guest.close();
    expect(String(faults.splice(0)[0])).toMatch(/must be owner of table job/);
  });

  it("does not wait for a transaction in which somebody accepts, once it is there", async () => {
    const store = storeIn("busy");
    await store.open(settings);
    await store.close();
    const transaction = await sql.beginTransaction!();
    await transaction.db.executeSql("lock table busy.job in row exclusive mode");
    await store.open(settings);
    await store.close();
    await transaction.rollback();
    expect(faults).toEqual([]);
  });

  /** How Postgres would run what `call` sends, were the table large. */
  async function planOf(call: (explained: Db) => Promise<void>): Promise<string> {
    const transaction = await sql.beginTransaction!();
    await transaction.db.executeSql("set local enable_seqscan = off");
    let plan = "";
    await call({
      async executeSql(text, values) {
        const { rows } = await transaction.db.executeSql(`explain ${text}`, values);
        plan = rows.map((row) => (row as { "QUERY PLAN": string })["QUERY PLAN"]).join("\n");
        return { rows: [] };
      },
    });
    await transaction.rollback();
    return plan;
  }
});
