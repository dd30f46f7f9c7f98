import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Entry, type Settings, slotOf, type Store } from "@flaghook/inbox/store";
import { pgBossStore } from "../../src/index.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";

const HOUR = 3_600_000;

describe.runIf(hasPostgres())("an occurrence", () => {
  let server: PostgresServer;
  let sql: PgBoss;
  beforeAll(async () => {
    server = await startPostgres();
    const { connectionString } = server;
    sql = new PgBoss({ connectionString, supervise: false, schedule: false, max: 1 });
    await sql.start();
  });
  afterAll(async () => {
    await sql.stop({ graceful: false });
    await server.stop();
  });

  async function openStore(schema: string): Promise<Store> {
    const store = pgBossStore({ connectionString: server.connectionString, schema, connections: 2 });
    await store.open(settings());
    return store;
  }

  it("is a duplicate of the newest one, whatever a purge has removed before it", async () => {
    const store = await openStore("holes");
    const earlier = Array.from({ length: 40 }, () => occurrence(Date.now() - HOUR));
    expect(await store.commit(earlier)).toEqual(Array<string>(40).fill("accepted"));
    await sql
      .getDb()
      .executeSql(
        "update holes.job set state = 'completed', completed_on = now() - interval '1 hour' where name not like '\\_\\_%'",
      );
    expect(await store.commit([occurrence(Date.now())])).toEqual(["accepted"]);
    expect(await store.commit([occurrence(Date.now())])).toEqual(["duplicate"]);
    expect(await store.purge(Date.now(), false)).toBe(40);
    expect(await store.commit([occurrence(Date.now())])).toEqual(["duplicate"]);
    expect(await store.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 0 });
    // Done for longer than the inbox's window, and not than its own.
    await sql
      .getDb()
      .executeSql(
        "update holes.job set state = 'completed', completed_on = now() - interval '10 s' where state = 'created'",
      );
    expect(await store.purge(Date.now(), false)).toBe(0);
    expect(await store.commit([occurrence(Date.now())])).toEqual(["duplicate"]);
    await store.close();
  }, 60_000);

  it("revives a dead one once, however many come together", async () => {
    const store = await openStore("dead");
    expect(await store.commit([occurrence(Date.now())])).toEqual(["accepted"]);
    await sql.getDb().executeSql("update dead.job set state = 'failed' where name = 'flags'");
    const three = Array.from({ length: 3 }, () => occurrence(Date.now()));
    expect(await store.commit(three)).toEqual(["accepted", "duplicate", "duplicate"]);
    expect(await store.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 0 });
    await store.close();
  });

  it("is stored once, however many processes take it in at the same time", async () => {
    const stores = await Promise.all(["at_once", "at_once", "at_once"].map(openStore));
    // After one whose window is over, so that all look at it and want the place behind it.
    expect(await stores[0]!.commit([occurrence(Date.now() - HOUR)])).toEqual(["accepted"]);
    const commits = Array.from({ length: 60 }, (_, index) =>
      stores[index % 3]!.commit([occurrence(Date.now())]),
    );
    const outcomes = (await Promise.all(commits)).flat();
    expect(outcomes.map(String).toSorted()).toEqual(["accepted", ...Array<string>(59).fill("duplicate")]);
    expect(await stores[0]!.counts()).toEqual({ pending: 2, running: 0, done: 0, dead: 0 });
    await Promise.all(stores.map((store) => store.close()));
  }, 60_000);
});

function occurrence(receivedAt: number): Entry {
  return {
    provider: "flags",
    scope: "",
    name: "toggled",
    dedupeKey: "key",
    unsignedId: undefined,
    secretIndex: 0,
    headers: {},
    receivedAt,
    repeatable: true,
    occurrenceWindow: HOUR / 2,
    held: undefined,
    replay: false,
    traceparent: undefined,
    slot: slotOf("flags", "", "key"),
    ownSlot: undefined,
    isGzip: false,
    body: new Uint8Array([1]),
  };
}

function settings(): Settings {
  return {
    attempts: 10,
    lease: 10_000,
    timeout: 10_000,
    window: 1000,
    concurrency: 1,
    delays: [1000],
    onReplay: "hold",
    onError: () => {},
  };
}
