import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOptions } from "../../../inbox/src/lifecycle/inbox-options.ts";
import { memoryStore } from "@flaghook/inbox/memory";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { startProxy } from "../../../../tools/test-support/servers/proxy.ts";
import { openBoss } from "../../src/database/open-boss.ts";
import { createLazyTransaction, inTransaction } from "../../src/database/transaction.ts";

const WRITE = "update own.row set number = number + 1";

describe.runIf(hasPostgres())("a connection that falls silent in a transaction", () => {
  let server: PostgresServer;
  let admin: PgBoss;
  beforeAll(async () => {
    server = await startPostgres();
    admin = new PgBoss({ connectionString: server.connectionString, supervise: false, schedule: false });
    await admin.start();
    await admin
      .getDb()
      .executeSql("create schema own; create table own.row (number int); insert into own.row values (0)");
  });
  afterAll(async () => {
    await admin.stop({ graceful: false });
    await server.stop();
  });

  it.each([
    {
      name: "of the store's own",
      transact: (boss: PgBoss, work: () => void) =>
        inTransaction(boss, undefined, async (tx) => {
          await tx.executeSql(WRITE);
          work();
        }),
    },
    {
      name: "of a handler's that completes",
      async transact(boss: PgBoss, work: () => void) {
        const tx = createLazyTransaction(boss, 900_000);
        await tx.executeSql("select 1");
        await tx.finish(async (db) => {
          await db.executeSql(WRITE);
          work();
        });
      },
    },
  ])(
    "$name does not keep its locks",
    async ({ transact }) => {
      const url = new URL(server.connectionString);
      const proxy = await startProxy(Number(url.port));
      url.port = String(proxy.port);
      const connection = { options: { connectionString: url.href } };
      const options = { connection, schema: "silent", connections: 4, durability: undefined };
      const settings = readOptions({ store: memoryStore(), onError: () => {} });
      const boss = await openBoss(options, settings);
      let isWritten = false;
      const cut = transact(boss, () => {
        isWritten = true;
        proxy.freeze();
      }).catch(String);
      await expect.poll(() => isWritten).toBe(true);
      // The row is free as soon as Postgres has ended that session.
      await expect
        .poll(
          () =>
            admin
              .getDb()
              .executeSql("select number from own.row for update nowait")
              .then(({ rows }) => rows, String),
          { timeout: 20_000, interval: 200 },
        )
        .toEqual([{ number: 0 }]);
      expect(String(await cut)).toMatch(/Error/);
      await boss.stop({ graceful: false });
      await proxy.stop();
    },
    60_000,
  );
});
