import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox } from "@flaghook/inbox";
import { pgBossStore } from "../../src/index.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";

describe.runIf(hasPostgres())("a delivery whose stored data is broken", () => {
  let server: PostgresServer;
  let sql: PgBoss;
  beforeAll(async () => {
    server = await startPostgres();
    sql = new PgBoss({ connectionString: server.connectionString, supervise: false, schedule: false });
    await sql.start();
  });
  afterAll(async () => {
    await sql.stop({ graceful: false });
    await server.stop();
  });

  it.each([
    { name: "no body", change: "data - 'body'", error: "the stored delivery has no body." },
    { name: "no fields", change: "data - 'fields'", error: "the stored delivery cannot be read." },
    {
      name: "half of its fields",
      change: `data || '{"fields":"ew=="}'`,
      error: "the stored delivery cannot be read.",
    },
    {
      name: "no field in its fields",
      change: `data || '{"fields":"e30="}'`,
      error: "the stored delivery cannot be read.",
    },
    { name: "nothing", change: "null", error: "the stored delivery has no body." },
  ])(
    "ends dead as unreadable, and the others are handled: $name",
    async ({ change, error }) => {
      const name = randomUUID();
      const schema = `flaghook_${name.replaceAll("-", "_")}`;
      const { handler, handled } = recorder();
      const store = pgBossStore({
        connectionString: server.connectionString,
        name,
        connections: 4,
        pollMs: 200,
      });
      const inbox = createInbox({ store, attempts: 2 });
      for (const number of [1, 2, 3]) await accept(inbox, order(number));
      const broken = (await inbox.list({ state: "pending" }))[1]!;
      await sql
        .getDb()
        .executeSql(`update ${schema}.job set data = ${change} where id = $1`, [broken.id.split(":")[1]]);
      inbox.handle(orders, handler);
      await inbox.start();
      await expect.poll(() => inbox.counts()).toMatchObject({ done: 2, dead: 1 });
      expect(handled).toHaveLength(2);
      const [row] = await inbox.list({ state: "dead" });
      expect(row).toMatchObject({
        id: broken.id,
        provider: "orders",
        reason: "unreadable",
        error,
        attempt: 1,
      });
      expect(row!.receivedAt).toBeInstanceOf(Date);
      // The provider sends it again: dead, it is revived with what came.
      expect(await accept(inbox, order(2))).toBe("accepted");
      await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 3, dead: 0 });
      await inbox.stop();
    },
    30_000,
  );
});
