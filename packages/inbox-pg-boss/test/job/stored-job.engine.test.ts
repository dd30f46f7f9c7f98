import { createInbox, type Inbox, type InboxOptions } from "@flaghook/inbox";
import { PgBoss } from "pg-boss";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { pgBossStore } from "../../src/index.ts";

describe.runIf(hasPostgres())("a job on Postgres", () => {
  let server: PostgresServer;
  let sql: PgBoss;
  const inboxes: Inbox[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    const { connectionString } = server;
    sql = new PgBoss({ connectionString, supervise: false, schedule: false });
    await sql.start();
  });
  afterAll(async () => {
    await sql.stop({ graceful: false });
    await server.stop();
  });
  afterEach(async () => {
    await Promise.all(inboxes.splice(0).map((inbox) => inbox.stop({ timeoutMs: 0 })));
  });

  function open(name: string, options: Partial<InboxOptions> = {}): Inbox {
    const { connectionString } = server;
    const store = pgBossStore({ name, connectionString, connections: 4, pollMs: 100 });
    const inbox = createInbox({ store, backoff: { delayMs: 1 }, onFailure: () => {}, ...options });
    inboxes.push(inbox);
    return inbox;
  }

  async function jobOf(name: string, columns: string): Promise<unknown> {
    const { rows } = await sql.getDb().executeSql(`select ${columns} from flaghook_${name}.job`);
    return rows[0];
  }

  it("keeps the limits of the process that accepted it", async () => {
    await accept(open("limits", { attempts: 3, timeoutMs: 60_000, leaseMs: 20_000 }), order(1));
    expect(await jobOf("limits", "retry_limit, expire_seconds, heartbeat_seconds")).toEqual({
      retry_limit: 2,
      expire_seconds: 80,
      heartbeat_seconds: 20,
    });
  });

  it.each([
    { accepting: 2, handling: 4 },
    { accepting: 4, handling: 2 },
  ])(
    "has the $accepting attempts of who accepted it, and those of who retries it, not the $handling of who handles it",
    async ({ accepting, handling }) => {
      const name = `attempts${accepting}`;
      await accept(open(name, { attempts: accepting }), order(1));
      const { handler, handled } = recorder(() => Promise.reject(new Error("broken")));
      const worker = open(name, { attempts: handling });
      worker.handle(orders, handler);
      await worker.start();
      await expect.poll(async () => (await worker.counts()).dead).toBe(1);
      expect(handled.length).toBe(accepting);
      const [row] = await worker.list({ state: "dead" });
      const operator = open(name, { attempts: 3 });
      expect(await operator.retry(row!.id)).toBe(true);
      await expect.poll(() => handled.length).toBe(accepting + 3);
      await expect.poll(async () => (await worker.counts()).dead).toBe(1);
      expect(handled.length).toBe(accepting + 3);
    },
    60_000,
  );

  it("keeps its body as base64 when it is done", async () => {
    const inbox = open("done");
    inbox.handle(orders, () => {});
    await inbox.start();
    const { verified, delivery } = order(1);
    await accept(inbox, { verified, delivery });
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    const body = Buffer.from(delivery.body as Uint8Array).toString("base64");
    expect(await jobOf("done", "data->>'body' as body")).toEqual({ body });
  });
});
