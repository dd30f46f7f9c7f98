import { createInbox } from "@flaghook/inbox";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { pgBossStore, type PgBossStoreOptions, type PostgresPool } from "../../src/index.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";

// The pg that pg-boss brings along: an app has its own.
const fromPgBoss = createRequire(createRequire(import.meta.url).resolve("pg-boss"));
const { Pool } = fromPgBoss("pg") as {
  Pool: new (options: object) => PostgresPool & { end(): Promise<void> };
};

describe.runIf(hasPostgres())("a connection to Postgres", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it("goes through a pool of your own, which lives on", async () => {
    const pool = new Pool({ connectionString: server.connectionString, max: 4 });
    expect(await attemptsOn({ name: "own-pool", connection: pool })).toBe(2);
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await pool.end();
  }, 30_000);

  it("asks a function for the password, among options and beside a URL", async () => {
    const own = await startWithPassword("correct-horse");
    const { hostname, port, href } = new URL(own.connectionString);
    let calls = 0;
    const password = async (): Promise<string> => {
      calls++;
      return "correct-horse";
    };
    const account = { user: "flaghook", database: "postgres", password };
    const connection = { host: hostname, port: Number(port), ...account };
    expect(await attemptsOn({ name: "options", connection })).toBe(2);
    const before = calls;
    expect(before).toBeGreaterThan(0);
    expect(await attemptsOn({ name: "url", connectionString: href, password })).toBe(2);
    expect(calls).toBeGreaterThan(before);
    await own.stop();
  }, 60_000);

  it("keeps two apps with different names apart: none handles the other's deliveries", async () => {
    const { connectionString } = server;
    const idle = recorder();
    const other = createInbox({ store: pgBossStore({ name: "other-app", connectionString, pollMs: 50 }) });
    other.handle(orders, idle.handler);
    await other.start();
    expect(await attemptsOn({ name: "this-app", connectionString })).toBe(2);
    expect(idle.handled).toEqual([]);
    expect(await other.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 0 });
    await other.stop();
  }, 30_000);
});

/**
 * Accepts and handles one delivery, whose first attempt fails after a statement in its transaction.
 *
 * @returns how many attempts it took
 */
async function attemptsOn(options: PgBossStoreOptions): Promise<number> {
  const store = pgBossStore({ pollMs: 100, ...options });
  const inbox = createInbox({ store, backoff: { delayMs: 1 }, onFailure: () => {} });
  const { handler, handled } = recorder(async ({ context }, count) => {
    await context.tx!.executeSql("select 1");
    if (count === 1) throw new Error("broken");
  });
  inbox.handle(orders, handler);
  await inbox.start();
  expect(await accept(inbox, order(1))).toBe("accepted");
  expect(await accept(inbox, order(1))).toBe("duplicate");
  await expect.poll(async () => (await inbox.counts()).done).toBe(1);
  await inbox.stop();
  return handled.length;
}

/** A Postgres that asks for this password, except in one database. */
async function startWithPassword(password: string): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "flaghook-hba-"));
  await chmod(folder, 0o755); // Postgres may be another user
  const file = join(folder, "hba.conf");
  const lines = ["template1 flaghook 127.0.0.1/32 trust", "all flaghook 127.0.0.1/32 scram-sha-256"];
  await writeFile(file, lines.map((line) => `host ${line}\n`).join(""));
  const server = await startPostgres({ hba_file: file });
  const pool = new Pool({ connectionString: server.connectionString.replace(/postgres$/, "template1") });
  await pool.query(`alter user flaghook password '${password}'`);
  await pool.end();
  return { ...server, stop: () => server.stop().finally(() => rm(folder, { recursive: true })) };
}
