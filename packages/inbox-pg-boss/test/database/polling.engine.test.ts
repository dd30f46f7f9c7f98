import { createInbox } from "@flaghook/inbox";
import { systemClock } from "@flaghook/inbox/store";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { pgBossStore, type PgBossStoreOptions, type PostgresPool } from "../../src/index.ts";

// The pg that pg-boss brings along: an app has its own.
const fromPgBoss = createRequire(createRequire(import.meta.url).resolve("pg-boss"));
const { Pool } = fromPgBoss("pg") as {
  Pool: new (options: object) => PostgresPool & { end(): Promise<void> };
};

const HOUR_MS = 3_600_000;

describe.runIf(hasPostgres())("a worker on Postgres", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  /** Gives how many deliveries a worker heard of that another process accepted. */
  async function hearFromAnother(options: PgBossStoreOptions): Promise<number> {
    const { handler, handled } = recorder();
    const inbox = createInbox({ store: pgBossStore(options) });
    inbox.handle(orders, handler);
    await inbox.start();
    const { connectionString } = server;
    const other = createInbox({ store: pgBossStore({ name: options.name, connectionString }) });
    for (const number of [1, 2]) {
      await accept(other, order(number));
      await expect.poll(() => handled.length).toBe(number);
    }
    await Promise.all([inbox.stop(), other.stop()]);
    return handled.length;
  }

  it("is notified of what another process accepts, and need not poll", async () => {
    const { connectionString } = server;
    const options = { name: "notified", connectionString, pollMs: HOUR_MS };
    expect(await hearFromAnother(options)).toBe(2);
  }, 30_000);

  it("finds it by polling over a pool of your own, on which it sets nothing and for which nothing listens", async () => {
    const pool = new Pool({ connectionString: `${server.connectionString}?application_name=own`, max: 3 });
    expect(await hearFromAnother({ name: "polled", connection: pool, pollMs: 100 })).toBe(2);
    const clients = await Promise.all([1, 2, 3].map(() => pool.connect()));
    for (const client of clients) {
      expect((await client.query("show lock_timeout")).rows).toEqual([{ lock_timeout: "0" }]);
      expect((await client.query("select pg_listening_channels()")).rows).toEqual([]);
      client.release();
    }
    await pool.end();
  }, 30_000);

  it.each([
    { name: "once a second", options: {}, wait: 1000 },
    { name: "as often as pollMs says", options: { pollMs: 700 }, wait: 700 },
  ])(
    "polls $name",
    async ({ options, wait }) => {
      const after = vi.spyOn(systemClock, "after");
      const { connectionString } = server;
      const inbox = createInbox({ store: pgBossStore({ name: "waits", connectionString, ...options }) });
      inbox.handle(orders, () => {});
      await inbox.start();
      const polls = (): number => after.mock.calls.filter(([milliseconds]) => milliseconds === wait).length;
      await expect.poll(polls).toBeGreaterThan(1);
      await inbox.stop();
      after.mockRestore();
    },
    30_000,
  );

  it("has as many connections as it may, and one that listens", async () => {
    const connectionString = `${server.connectionString}?application_name=counted`;
    const inbox = createInbox({ store: pgBossStore({ name: "counted", connectionString, connections: 2 }) });
    inbox.handle(orders, async (_, { tx }) => void (await tx!.executeSql("select pg_sleep(0.1)")));
    await inbox.start();
    await Promise.all(Array.from({ length: 20 }, (_, number) => accept(inbox, order(number))));
    await expect.poll(async () => (await inbox.counts()).done).toBe(20);
    const pool = new Pool({ connectionString: server.connectionString });
    const text = "select count(*)::int from pg_stat_activity where application_name = 'counted'";
    expect((await pool.query(text)).rows).toEqual([{ count: 3 }]);
    await pool.end();
    await inbox.stop();
  }, 30_000);
});
