import { expect, it } from "vitest";
import { PgBoss } from "pg-boss";
import { slotOf, type Entry } from "../src/entry.ts";
import { pgBossStore } from "../src/pg-boss.ts";
import type { Settings } from "../src/store.ts";
import { hasPostgres, startPostgres } from "./engines/postgres.ts";

const HOUR = 3_600_000;

it.runIf(hasPostgres())(
  "an occurrence is a duplicate of the newest one, whatever a purge has removed before it",
  async () => {
    const server = await startPostgres();
    const { connectionString } = server;
    const sql = new PgBoss({ connectionString, supervise: false, schedule: false, max: 1 });
    await sql.start();
    const store = pgBossStore({ connectionString, schema: "holes", connections: 2 });
    await store.open(settings());
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
    await sql.stop({ graceful: false });
    await server.stop();
  },
  60_000,
);

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
