import { randomUUID } from "node:crypto";
import { PgBoss, type Db } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexDead } from "../../src/database/index-dead.ts";
import { createJobTable } from "../../src/job/job-table.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";

const everything = { before: Date.now(), now: Date.now(), dead: true, windowMs: 0 };

const unexpected = (error: unknown): never => expect.unreachable(String(error));

let server: PostgresServer;
let boss: PgBoss;

async function start(): Promise<void> {
  server = await startPostgres();
  boss = new PgBoss({ connectionString: server.connectionString, supervise: false, schedule: false });
  await boss.start();
  for (const queue of ["flags", "orders"]) await boss.createQueue(queue);
}

async function stop(): Promise<void> {
  await boss.stop({ graceful: false });
  await server.stop();
}

async function fill(queue: string, count: number, state: string, bytes = 0): Promise<void> {
  const text = `insert into pgboss.job (name, state, data, completed_on)
    select $1, $2::pgboss.job_state, jsonb_build_object('body', repeat('x', $4)), now() - interval '1 day'
    from generate_series(1, $3)`;
  await boss.getDb().executeSql(text, [queue, state, count, bytes]);
}

describe.runIf(hasPostgres())("a list on pg-boss", () => {
  beforeAll(start);
  afterAll(stop);

  it.each([
    { state: "dead", bossState: "failed", index: /Index Scan using \w+ on job_common/ },
    { state: "pending", bossState: "created", index: /Index Scan (?:using|on) job_common_i11/ },
  ] as const)("finds what is $state among what is done by an index", async ({ state, bossState, index }) => {
    const db = boss.getDb();
    await fill("flags", 20_000, "completed", 1000);
    await fill("orders", 150, bossState);
    await indexDead(db, "pgboss", unexpected);
    await indexDead(db, "pgboss", unexpected); // is there
    await db.executeSql("analyze pgboss.job");
    const plans: string[] = [];
    const explaining: Db = {
      async executeSql(text, values) {
        const { rows } = await db.executeSql(`explain ${text}`, values);
        plans.push(JSON.stringify(rows));
        return db.executeSql(text, values);
      },
    };
    const rows = await createJobTable(explaining, "pgboss").page({ state, limit: 100, after: undefined });
    expect(rows.map((row) => row.state)).toEqual(Array.from({ length: 100 }, () => bossState));
    expect(plans).toEqual([expect.stringMatching(index)]);
    expect(plans[0]).not.toContain("Seq Scan");
  });

  it("looks at jobs, and beside them, by an index", async () => {
    const db = boss.getDb();
    await fill("flags", 20_000, "completed");
    await db.executeSql("analyze pgboss.job");
    const plans: string[] = [];
    const explaining: Db = {
      async executeSql(text, values) {
        plans.push(JSON.stringify((await db.executeSql(`explain ${text}`, values)).rows));
        return db.executeSql(text, values);
      },
    };
    const [{ id: first }] = (await db.executeSql("select id from pgboss.job limit 1")).rows as [
      { id: string },
    ];
    const kept = "00000000-0000-8000-8000-00000000000";
    const insert = "insert into pgboss.job (id, name, state) values ($1, 'flags', 'cancelled')";
    for (const digit of "05f") await db.executeSql(insert, [`${kept}${digit}`]);
    const table = createJobTable(db, "pgboss");
    const ids = async (of: string): Promise<string[]> => {
      const look = { ids: [of], firsts: new Map([[of, `${kept}0`]]) };
      return (await table.lookAt("flags", look, explaining)).rows.map(({ id }) => id);
    };
    expect(await ids(first)).toEqual([first, `${kept}0`, `${kept}5`, `${kept}f`]);
    expect(await ids("00000000-0000-8000-9000-000000000000")).toEqual([]);
    expect(plans.join("")).not.toContain("Seq Scan");
  });

  it("looks at jobs by their keys, whatever statistics say", async () => {
    const db = boss.getDb();
    await db.executeSql("alter table pgboss.job_common set (autovacuum_enabled = false)");
    await db.executeSql("truncate pgboss.job");
    await fill("flags", 50, "created");
    await db.executeSql("analyze pgboss.job");
    await fill("flags", 5000, "created");
    const plans: string[] = [];
    const explaining: Db = {
      async executeSql(text, values) {
        plans.push(JSON.stringify((await db.executeSql(`explain ${text}`, values)).rows));
        return { rows: [] };
      },
    };
    const ids = Array.from({ length: 64 }, () => randomUUID());
    await createJobTable(db, "pgboss").lookAt("flags", { ids, firsts: new Map() }, explaining);
    expect(plans.join("")).toContain("Index Scan using job_common_pkey");
    expect(plans.join("")).not.toMatch(/Bitmap|Seq Scan/);
  });

  it("is made an index once by processes that open together", async () => {
    const db = boss.getDb();
    await db.executeSql("drop index if exists pgboss.flaghook_dead");
    await Promise.all(Array.from({ length: 4 }, () => indexDead(db, "pgboss", unexpected)));
    const text = "select 1 from pg_indexes where indexname = 'flaghook_dead'";
    expect((await db.executeSql(text)).rows).toHaveLength(1);
  });
});

describe.runIf(hasPostgres())("a purge on pg-boss", () => {
  beforeAll(start);
  afterAll(stop);

  it("removes rows of every queue in statements of bounded size", async () => {
    await fill("flags", 700, "completed");
    await fill("orders", 500, "failed");
    await fill("orders", 3, "created");
    const sizes: number[] = [];
    const counting: Db = {
      async executeSql(text, values) {
        const result = await boss.getDb().executeSql(text, values);
        sizes.push(result.rows.length);
        return result;
      },
    };
    const table = createJobTable(counting, "pgboss");
    expect(await table.purge(everything)).toBe(1200);
    expect(sizes).toEqual([500, 500, 200]);
    expect(await createJobTable(boss.getDb(), "pgboss").counts()).toEqual({
      pending: 3,
      running: 0,
      done: 0,
      dead: 0,
    });
  });

  it("leaves what somebody else holds, and does not wait for it", async () => {
    await fill("flags", 2, "completed");
    const transaction = await boss.getDb().beginTransaction!();
    await transaction.db.executeSql(
      "select 1 from pgboss.job where id = (select id from pgboss.job where state = 'completed' limit 1) for update",
    );
    const table = createJobTable(boss.getDb(), "pgboss");
    expect(await table.purge(everything)).toBe(1);
    await transaction.rollback();
    expect(await table.purge(everything)).toBe(1);
  });
});
