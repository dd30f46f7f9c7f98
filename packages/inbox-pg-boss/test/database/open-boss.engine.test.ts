import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { pgBossStore } from "../../src/index.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { startProxy } from "../../../../tools/test-support/servers/proxy.ts";

describe.runIf(hasPostgres())("a Postgres that does not answer", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it("holds up accepts and handlers for seconds, when its connections fall silent and new ones work", async () => {
    const url = new URL(server.connectionString);
    const proxy = await startProxy(Number(url.port));
    url.port = String(proxy.port);
    const { handler, handled } = recorder();
    const inbox = inboxOn(url.href);
    inbox.handle(orders, handler);
    await inbox.start();
    await accept(inbox, order(1));
    await expect.poll(() => handled.length).toBe(1);
    proxy.freeze();
    await expect(accept(inbox, order(2))).rejects.toThrow("did not answer within 8000 ms");
    await expect
      .poll(() => accept(inbox, order(2)).catch(() => "late"), { timeout: 30_000 })
      .not.toBe("late");
    await expect.poll(async () => (await inbox.counts()).done, { timeout: 30_000 }).toBe(2);
    await inbox.stop();
    await proxy.stop();
  }, 90_000);

  it("holds up the one delivery that an open transaction has, and no others", async () => {
    const inbox = inboxOn(server.connectionString);
    await inbox.counts();
    const sql = new PgBoss({ connectionString: server.connectionString, supervise: false, schedule: false });
    await sql.start();
    const transaction = await sql.getDb().beginTransaction!();
    await accept(inbox, order(1), { tx: transaction.db });
    const [own, ...others] = await Promise.allSettled(
      [1, 2, 3].map((number) => accept(inbox, order(number))),
    );
    expect(own).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringContaining("transaction") },
    });
    expect(others).toEqual([
      { status: "fulfilled", value: "accepted" },
      { status: "fulfilled", value: "accepted" },
    ]);
    await transaction.commit();
    expect(await accept(inbox, order(1))).toBe("duplicate");
    await sql.stop({ graceful: false });
    await inbox.stop();
  }, 30_000);
});

function inboxOn(connectionString: string): Inbox {
  const name = randomUUID();
  return createInbox({ store: pgBossStore({ name, connectionString, pollMs: 200 }), onError: () => {} });
}
