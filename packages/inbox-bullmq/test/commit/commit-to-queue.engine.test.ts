import { toStored } from "@flaghook/core/inbox";
import { createEntry, type Entry } from "@flaghook/inbox/store";
import { memoryStore } from "@flaghook/inbox/memory";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readOptions } from "../../../inbox/src/lifecycle/inbox-options.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";
import { commitToQueue } from "../../src/commit/commit-to-queue.ts";
import { restart, type QueueContext } from "../../src/commit/restart.ts";
import { toEntry, type JobData } from "../../src/queue/job.ts";

describe.runIf(hasRedis())("a commit to a queue", () => {
  let server: RedisServer;
  let redis: Redis;
  let queue: Queue<Partial<JobData> | null>;
  let context: QueueContext;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    redis = new Redis(server.url, { maxRetriesPerRequest: null, replyMapping: "legacy" });
    await redis.flushall();
    queue = new Queue<Partial<JobData> | null>("orders", { connection: redis });
    context = { queue, redis, settings: readOptions({ store: memoryStore() }) };
  });
  afterEach(async () => {
    await queue.close();
    redis.disconnect();
  });

  /** Commands of one commit. */
  async function commandsOf(batch: readonly Entry[]): Promise<{ responses: Set<string>; commands: number }> {
    const sending = vi.spyOn(redis, "sendCommand");
    const responses = new Set<string>(await commitToQueue(context, batch));
    const commands = sending.mock.calls.length;
    sending.mockRestore();
    return { responses, commands };
  }

  it("takes the slot of a job that is gone, once", async () => {
    const entry = await entryOf(1);
    expect(await commitToQueue(context, [entry])).toEqual(["accepted"]);
    const [first] = await queue.getJobs("prioritized");
    await redis.del(queue.toKey(first!.id!));
    await redis.del(queue.toKey("prioritized"));
    const again = [entry, { ...entry }];
    expect(await commitToQueue(context, again)).toEqual(["accepted", "duplicate"]);
    expect(await queue.getJobCounts("prioritized")).toEqual({ prioritized: 1 });
  });

  it("remembers a delivery for two windows from its accept, and from a retry", async () => {
    const windowMs = 3_600_000;
    context = { ...context, settings: { ...context.settings, windowMs } };
    const entry: Entry = { ...(await entryOf(1)), storedDead: "schema-mismatch" };
    const key = queue.toKey(`de:${entry.slot}`);
    const hoursLeft = async (): Promise<number> => Math.ceil((await redis.pttl(key)) / windowMs);
    await commitToQueue(context, [entry]);
    expect(await hoursLeft()).toBe(2);
    await redis.pexpire(key, 1000);
    const [job] = await queue.getJobs("delayed");
    expect(await restart(context, job!, toEntry(job!))).toBe(true);
    expect(await hoursLeft()).toBe(2);
  });

  it.each([1, 250])("looks once at %i duplicates", async (count) => {
    await commitToQueue(context, [await entryOf(1), await entryOf(2)]);
    const batch = await entries(count, (index) => entryOf(1 + (index % 2)));
    expect(await commandsOf(batch)).toEqual({ responses: new Set(["duplicate"]), commands: 1 });
  });

  it.each([1, 250])("looks at %i replays and counts them in a script each", async (count) => {
    await commitToQueue(context, [await entryOf(1)]);
    await commitToQueue(context, await entries(16, (index) => entryOf(1, `kept-${index}`)));
    const batch = await entries(count, (index) => entryOf(1, `stranger-${index}`));
    expect(await commandsOf(batch)).toEqual({ responses: new Set(["replay"]), commands: 2 });
    const kept = await queue.getJobs("delayed");
    expect(kept.map(({ progress }) => Number(progress)).toSorted((a, b) => b - a)).toEqual([
      count,
      ...Array<number>(15).fill(0),
    ]);
  });

  it("stores a batch of one delivery and its replays with as many jobs as are kept", async () => {
    const batch = await entries(250, (index) => entryOf(1, `delivery-${index}`));
    const { responses, commands } = await commandsOf(batch);
    expect(responses).toEqual(new Set(["accepted", "replay"]));
    // Two looks, 17 jobs in a transaction, whose turn it was, and a count.
    expect(commands).toBe(2 + (17 + 3) + 2);
    expect(await queue.getJobCounts("prioritized", "delayed")).toEqual({ prioritized: 1, delayed: 16 });
  });

  it("stores a batch although Redis has forgotten its scripts", async () => {
    expect(await commitToQueue(context, [await entryOf(0)])).toEqual(["accepted"]);
    await redis.script("FLUSH");
    const batch = await entries(3, entryOf);
    expect(await commitToQueue(context, batch)).toEqual(["duplicate", "accepted", "accepted"]);
    await commitToQueue(context, await entries(5, entryOf));
    expect(await queue.getJobCounts("prioritized")).toEqual({ prioritized: 5 });
  });

  it("asks Redis to write a batch to its disk once", async () => {
    const batch = await entries(100, entryOf);
    const sending = vi.spyOn(redis, "sendCommand");
    await commitToQueue(context, batch);
    const names = sending.mock.calls.map(([{ name }]) => name);
    sending.mockRestore();
    expect(names.filter((name) => name === "multi" || name === "exec")).toEqual(["multi", "exec"]);
    // A look before, and whose turn it was beside it.
    expect(names.filter((name) => name === "eval").length).toBeLessThanOrEqual(3);
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
