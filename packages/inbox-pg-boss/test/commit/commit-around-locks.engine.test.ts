import { randomUUID } from "node:crypto";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { PgBoss, type Db } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { pgBossStore } from "../../src/index.ts";

/** More replays than are kept aside. */
const MANY = 17;

describe.runIf(hasPostgres())("a delivery that an open transaction has", () => {
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

  function inboxOn(name: string): Inbox {
    const store = pgBossStore({ name, connectionString: server.connectionString, pollMs: 200 });
    return createInbox({ store, attempts: 1, onFailure: () => {} });
  }

  /** Leaves a delivery dead. */
  async function killOne(name: string): Promise<void> {
    const inbox = inboxOn(name);
    inbox.handle(orders, () => Promise.reject(new Error("broken")));
    await inbox.start();
    await accept(inbox, order(1));
    await expect.poll(async () => (await inbox.counts()).dead, { timeout: 20_000 }).toBe(1);
    await inbox.stop();
  }

  it.each([
    {
      what: "stored",
      prepare: async () => {},
      hold: (inbox: Inbox, tx: Db) => accept(inbox, order(1), { tx }),
      meet: (inbox: Inbox) => accept(inbox, order(1)),
      response: "duplicate",
    },
    {
      what: "revived",
      prepare: (_: Inbox, name: string) => killOne(name),
      hold: (inbox: Inbox, tx: Db) => accept(inbox, order(1), { tx }),
      meet: (inbox: Inbox) => accept(inbox, order(1)),
      response: "duplicate",
    },
    {
      what: "kept aside",
      prepare: (inbox: Inbox) => accept(inbox, order(1, "first")),
      hold: replay,
      meet: (inbox: Inbox) => replay(inbox),
      response: "replay",
    },
    {
      what: "counted",
      prepare: async (inbox: Inbox) => {
        for (let number = 0; number < MANY; number++) await replay(inbox);
      },
      hold: replay,
      meet: (inbox: Inbox) => replay(inbox),
      response: "replay",
    },
  ])(
    "and $what holds up no other one",
    async ({ prepare, hold, meet, response }) => {
      const name = randomUUID();
      const inbox = inboxOn(name);
      await prepare(inbox, name);
      await inbox.counts();
      const transaction = await sql.getDb().beginTransaction!();
      await hold(inbox, transaction.db);
      const own = meet(inbox);
      const others = Array.from({ length: 40 }, (_, index) => accept(inbox, order(100 + index, `${index}`)));
      expect(new Set(await Promise.all(others))).toEqual(new Set(["accepted"]));
      // A batch of its own.
      expect(await accept(inbox, order(200, "later"))).toBe("accepted");
      // It would have failed by now, had the others waited for it.
      await transaction.commit();
      expect(await own).toBe(response);
      await inbox.stop();
    },
    30_000,
  );
});

async function replay(inbox: Inbox, tx?: Db): Promise<string> {
  const { verified, delivery } = order(1, randomUUID());
  return inbox.accept(verified, delivery, tx && { tx });
}
