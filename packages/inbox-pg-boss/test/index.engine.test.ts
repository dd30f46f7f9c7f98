import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { order, orders } from "../../inbox/src/store-contract/deliveries.ts";
import { recorder } from "../../inbox/src/store-contract/harness.ts";
import { createInbox } from "@flaghook/inbox";
import { pgBossStore } from "../src/index.ts";
import { storeContract } from "@flaghook/inbox/store-contract";
import { addConcurrentTest } from "../../inbox/test/support/add-test.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../tools/test-support/servers/postgres.ts";

describe.runIf(hasPostgres())("pg-boss", () => {
  let server: PostgresServer;
  let sql: PgBoss;
  beforeAll(async () => {
    server = await startPostgres();
    sql = new PgBoss({
      connectionString: server.connectionString,
      supervise: false,
      schedule: false,
      max: 4,
    });
    await sql.start();
  });
  afterAll(async () => {
    await sql.stop({ graceful: false });
    await server.stop();
  });

  storeContract(addConcurrentTest, {
    leaseMs: 10_000,
    windowMs: 6000,
    isDamageable: true,
    sharesTransactions: true,
    async createBackend() {
      const name = randomUUID().slice(0, 8);
      const schema = `flaghook_${name}`;
      return {
        store: () =>
          pgBossStore({
            connectionString: server.connectionString,
            name,
            pollMs: 200,
            connections: 4,
            maxBytes: 500_000,
          }),
        pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        async expireLease() {
          // The last heartbeat was long ago: as if its holder had been silent.
          await sql
            .getDb()
            .executeSql(
              `update ${schema}.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`,
            );
        },
        async damage(id) {
          const text = `update ${schema}.job set data = '{"fields": "?", "body": ""}' where id = $1::uuid`;
          await sql.getDb().executeSql(text, [id.split(":")[1]]);
        },
        async begin() {
          const transaction = await sql.getDb().beginTransaction!();
          return {
            tx: transaction.db,
            commit: () => transaction.commit(),
            rollback: () => transaction.rollback(),
          };
        },
        remove: async () => {},
      };
    },
  });

  it("keeps one body of a delivery and its replays", async () => {
    const inbox = createInbox({ store: storeIn(server, "bodies") });
    for (let number = 0; number < 40; number++) {
      const { verified, delivery } = order(1, `delivery-${number}`);
      await inbox.accept(verified, delivery);
    }
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 16 });
    const text = "select count(*)::int as count from flaghook_bodies.job where data->>'body' <> ''";
    expect((await sql.getDb().executeSql(text)).rows).toEqual([{ count: 1 }]);
    await inbox.stop();
  });

  it("accept takes a client of pg as a transaction, too", async () => {
    const inbox = createInbox({ store: storeIn(server, "tx-client") });
    const { verified, delivery } = order(1);
    await inbox.counts();
    const transaction = await sql.getDb().beginTransaction!();
    const client = { query: (text: string, values?: unknown[]) => transaction.db.executeSql(text, values) };
    expect(await inbox.accept(verified, delivery, { tx: client })).toBe("accepted");
    await transaction.commit();
    expect((await inbox.counts()).pending).toBe(1);
    await inbox.stop();
  });

  it("what a handler writes to a table through context.tx is there once, with the delivery", async () => {
    await sql.getDb().executeSql("create table effect (attempt int)");
    const { handler } = recorder(async ({ context }, count) => {
      await context.tx!.executeSql("insert into effect values ($1)", [context.attempt]);
      if (count === 1) throw new Error("after the write");
    });
    const inbox = createInbox({ store: storeIn(server, "tx-handle"), backoff: { delayMs: 1 } });
    inbox.handle(orders, handler);
    await inbox.start();
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    const { rows } = await sql.getDb().executeSql("select attempt from effect");
    expect(rows).toEqual([{ attempt: 2 }]);
    await inbox.stop();
  }, 30_000);

  it("waits start over when a dead delivery is revived", async () => {
    const { handler } = recorder(() => Promise.reject(new Error("broken")));
    const inbox = createInbox({
      store: storeIn(server, "revived"),
      attempts: 3,
      backoff: { delayMs: 60_000 },
    });
    inbox.handle(orders, handler);
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    await inbox.start();
    const waits: number[] = [];
    for (let round = 0; round < 2; round++) {
      for (let failure = 1; failure < 3; failure++) waits.push(await skipWait("flaghook_revived"));
      await expect.poll(async () => (await inbox.counts()).dead).toBe(1);
      await inbox.retry((await inbox.list({ state: "dead" }))[0]!.id);
    }
    // Each is between half of it and all of it: of one minute, and of two.
    expect(waits.map((wait) => Math.ceil(wait / 60_000))).toEqual([1, 2, 1, 2]);
    await inbox.stop();
  }, 30_000);

  /** How long the one failed delivery was to wait, in milliseconds. It waits no longer. */
  async function skipWait(schema: string): Promise<number> {
    const text = `update ${schema}.job set start_after = now() from ${schema}.job as old
      where job.id = old.id and job.state = 'retry' and old.start_after > now() + interval '1 second'
      returning extract(epoch from old.start_after - now())::float8 * 1000 as wait`;
    let waits: { wait: number }[] = [];
    await expect.poll(async () => (waits = (await sql.getDb().executeSql(text)).rows).length).toBe(1);
    return waits[0]!.wait;
  }

  it("keeps each name in a schema of its own", async () => {
    const stores = ["same_name", "same-name"].map((name) => createInbox({ store: storeIn(server, name) }));
    const { verified, delivery } = order(1);
    for (const inbox of stores) expect(await inbox.accept(verified, delivery)).toBe("accepted");
    for (const inbox of stores) await inbox.stop();
    const text = "select nspname from pg_namespace where nspname like 'flaghook_same%' order by 1";
    expect((await sql.getDb().executeSql(text)).rows).toEqual([
      { nspname: "flaghook_same__name" },
      { nspname: "flaghook_same_name" },
    ]);
  });
});

describe.runIf(hasPostgres())("a Postgres that can lose what it acknowledged", () => {
  it.each([
    { setting: "fsync", value: "off" },
    { setting: "synchronous_commit", value: "off" },
  ])(
    "is refused with $setting $value, unless durability is unsafe",
    async ({ setting, value }) => {
      const server = await startPostgres({ [setting]: value });
      const { connectionString } = server;
      const { verified, delivery } = order(1);
      await expect(
        createInbox({ store: pgBossStore({ name: "test", connectionString }) }).accept(verified, delivery),
      ).rejects.toThrow(new RegExp(`${setting} is off`));
      const unsafe = createInbox({
        store: pgBossStore({ name: "test", connectionString, durability: "unsafe" }),
      });
      const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
      expect(await unsafe.accept(verified, delivery)).toBe("accepted");
      expect(warned.mock.calls).toEqual([
        [expect.stringContaining(`${setting} is off`), { type: "FlaghookInboxWarning" }],
      ]);
      warned.mockRestore();
      await unsafe.stop();
      await server.stop();
    },
    30_000,
  );
});

function storeIn({ connectionString }: PostgresServer, name: string): ReturnType<typeof pgBossStore> {
  return pgBossStore({ name, connectionString, connections: 6, pollMs: 200 });
}
