import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox } from "@flaghook/inbox";
import { toJobData } from "../../src/job/job.ts";
import type { Engine } from "../../src/commit/commit.ts";
import { bossRows } from "../../src/work/leased-jobs.ts";
import { pgBossStore } from "../../src/index.ts";
import type { Entry } from "@flaghook/inbox/store";
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
    { name: "no meta", change: "data - 'meta'", error: "the stored delivery cannot be read." },
    {
      name: "half a meta",
      change: `data || '{"meta":"ew=="}'`,
      error: "the stored delivery cannot be read.",
    },
    {
      name: "an empty meta",
      change: `data || '{"meta":"e30="}'`,
      error: "the stored delivery cannot be read.",
    },
    { name: "nothing", change: "null", error: "the stored delivery has no body." },
  ])(
    "ends dead as unreadable, and the others are handled: $name",
    async ({ change, error }) => {
      const schema = `test_${randomUUID().slice(0, 8)}`;
      const { handler, handled } = recorder();
      const store = pgBossStore({
        connectionString: server.connectionString,
        schema,
        connections: 4,
        poll: 200,
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

it("what one queue gave is handled although the next queue fails, and the fault is told", async () => {
  const entry = {
    provider: "a",
    scope: "",
    dedupeKey: "",
    slot: "",
    receivedAt: 0,
    headers: {},
    body: new Uint8Array(),
  };
  const job = { id: "1", data: toJobData(entry as unknown as Entry), retryCount: 0, retryLimit: 9 };
  const fault = new Error("connection lost");
  const faults: unknown[] = [];
  const settings = { attempts: 10, onError: (error: unknown) => faults.push(error) };
  let fetches = 0;
  const boss = {
    async fetch() {
      if (++fetches > 1) throw fault;
      return [job];
    },
  };
  const rows = bossRows({ boss, settings } as unknown as Engine);
  const claims = await rows.claim({
    providers: ["a", "b"],
    limit: 2,
    now: 0,
    lease: 1,
    attempts: 10,
    longestWait: 0,
  });
  expect(claims).toHaveLength(1);
  expect(faults).toEqual([fault]);
  await expect(
    rows.claim({ providers: ["a", "b"], limit: 2, now: 0, lease: 1, attempts: 10, longestWait: 0 }),
  ).rejects.toBe(fault);
});
