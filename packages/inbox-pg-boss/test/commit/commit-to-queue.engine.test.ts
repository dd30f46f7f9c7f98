import { toStored } from "@flaghook/core/inbox";
import { createEntry, type Entry } from "@flaghook/inbox/store";
import { memoryStore } from "@flaghook/inbox/memory";
import { PgBoss, type Db } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOptions } from "../../../inbox/src/lifecycle/inbox-options.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from "../../../../tools/test-support/servers/postgres.ts";
import { commitToQueue } from "../../src/commit/commit-to-queue.ts";
import type { Engine } from "../../src/job/engine.ts";
import { jobId } from "../../src/job/job.ts";
import { createJobTable } from "../../src/job/job-table.ts";

describe.runIf(hasPostgres())("a commit to a queue", () => {
  let server: PostgresServer;
  let boss: PgBoss;
  let engine: Engine;
  let statements = 0;
  beforeAll(async () => {
    server = await startPostgres();
    boss = new PgBoss({ connectionString: server.connectionString, supervise: false, schedule: false });
    await boss.start();
    const counting: Db = {
      executeSql: (text, values) => (statements++, boss.getDb().executeSql(text, values)),
    };
    const settings = readOptions({ store: memoryStore() });
    engine = { boss, db: counting, table: createJobTable(counting, "pgboss"), settings };
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await server.stop();
  });

  async function acceptancesOf(queue: string, batch: readonly Entry[], own = engine): Promise<string[]> {
    const { acceptances } = await commitToQueue(own, queue, batch);
    return batch.map((entry) => acceptances.get(entry)!);
  }

  /** Statements of one commit. */
  async function statementsOf(
    queue: string,
    batch: readonly Entry[],
  ): Promise<{ responses: Set<string>; statements: number }> {
    statements = 0;
    const responses = new Set(await acceptancesOf(queue, batch));
    return { responses, statements };
  }

  it.each([1, 250])("looks at %i new deliveries and stores them in one statement", async (count) => {
    const queue = `new-${count}`;
    await boss.createQueue(queue);
    const batch = await entries(count, (index) => entryOf(index, `delivery-${index}`));
    expect(await statementsOf(queue, batch)).toEqual({ responses: new Set(["accepted"]), statements: 1 });
    expect(await statementsOf(queue, batch)).toEqual({ responses: new Set(["duplicate"]), statements: 1 });
  });

  it("stores no delivery again that was handled beside a first one that is gone", async () => {
    const queue = "beside";
    await boss.createQueue(queue);
    const handling = { ...engine, settings: { ...engine.settings, onReplay: "handle" as const } };
    const [first, replay] = [await entryOf(1, "first"), await entryOf(1, "replay")];
    expect(await acceptancesOf(queue, [first], handling)).toEqual(["accepted"]);
    expect(await acceptancesOf(queue, [replay], handling)).toEqual(["replay"]);
    await boss.deleteJob(queue, jobId(first.slot));
    expect(await acceptancesOf(queue, [replay], handling)).toEqual(["duplicate"]);
    expect(await acceptancesOf(queue, [first], handling)).toEqual(["accepted"]);
  });

  it.each([1, 250])("looks once at %i duplicates", async (count) => {
    const queue = `duplicates-${count}`;
    await boss.createQueue(queue);
    await commitToQueue(engine, queue, [await entryOf(1), await entryOf(2)]);
    const batch = await entries(count, (index) => entryOf(1 + (index % 2)));
    expect(await statementsOf(queue, batch)).toEqual({ responses: new Set(["duplicate"]), statements: 1 });
  });

  it.each([1, 250])("looks once at %i replays, and counts them in one statement", async (count) => {
    const queue = `replays-${count}`;
    await boss.createQueue(queue);
    await commitToQueue(engine, queue, [await entryOf(1)]);
    await commitToQueue(engine, queue, await entries(16, (index) => entryOf(1, `kept-${index}`)));
    const batch = await entries(count, (index) => entryOf(1, `stranger-${index}`));
    expect(await statementsOf(queue, batch)).toEqual({ responses: new Set(["replay"]), statements: 2 });
    const text = "select sum((output->>'further')::int)::int as further from pgboss.job where name = $1";
    expect((await boss.getDb().executeSql(text, [queue])).rows).toEqual([{ further: count }]);
  });
});

function entries(count: number, one: (index: number) => Promise<Entry>): Promise<Entry[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => one(index)));
}

async function entryOf(number: number, id?: string): Promise<Entry> {
  const { verified, delivery } = order(number, id);
  return createEntry(toStored(verified, delivery), {
    scope: "",
    now: Date.now(),
    mismatch: undefined,
    traceparent: undefined,
  });
}
