import { PgBoss, type Db } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createJobTable } from "../../src/job/job-table.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";

const everything = { before: Date.now(), now: Date.now(), dead: true, windowMs: 0 };

describe.runIf(hasPostgres())("a purge on pg-boss", () => {
  let server: PostgresServer;
  let boss: PgBoss;
  beforeAll(async () => {
    server = await startPostgres();
    boss = new PgBoss({ connectionString: server.connectionString, supervise: false, schedule: false });
    await boss.start();
    for (const queue of ["flags", "orders"]) await boss.createQueue(queue);
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await server.stop();
  });

  async function fill(queue: string, count: number, state: string): Promise<void> {
    const text = `insert into pgboss.job (name, state, data, completed_on)
      select $1, $2::pgboss.job_state, '{}', now() - interval '1 day' from generate_series(1, $3)`;
    await boss.getDb().executeSql(text, [queue, state, count]);
  }

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
