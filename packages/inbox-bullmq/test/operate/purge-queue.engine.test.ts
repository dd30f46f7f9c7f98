import { randomUUID } from "node:crypto";
import { Job, Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { purgeInTurn } from "../../src/operate/every-queue.ts";
import { DEAD_DELAY_MS, scoreAt, type JobData } from "../../src/queue/job.ts";
import { purgeQueue } from "../../src/operate/purge-queue.ts";
import { bullmqStore } from "../../src/index.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a purge of replays kept aside on BullMQ", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  afterEach(() => vi.restoreAllMocks());

  it("leaves nothing behind that would swallow a redelivery and never be handled, wherever it is cut off", async () => {
    const inbox = createInbox({ store: bullmqStore({ name: "cut-off", connection: server.url }) });
    const [first, replay] = [order(1), order(1, "another id")];
    await inbox.accept(first.verified, first.delivery);
    await inbox.accept(replay.verified, replay.delivery);
    vi.spyOn(Job.prototype, "remove").mockRejectedValue(new Error("the process died here"));
    await inbox.purge({ olderThan: new Date(8.64e15) }).catch(() => {});
    expect(await inbox.accept(replay.verified, replay.delivery)).toBe("replay");
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 1 });
    await inbox.stop();
  });

  it("leaves no key of theirs, and nothing to retry", async () => {
    const name = "no-key";
    const inbox = createInbox({ store: bullmqStore({ name, connection: server.url }) });
    const [first, replay] = [order(1), order(1, "another id")];
    await inbox.accept(first.verified, first.delivery);
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const ofJobs = async (): Promise<string[]> =>
      (await redis.keys(`flaghook:${name}:orders:*`))
        .filter((key) => /:(de:.*|[0-9a-f-]{36}(:.*)?)$/.test(key))
        .toSorted();
    const before = await ofJobs();
    await inbox.accept(replay.verified, replay.delivery);
    const [row] = await inbox.list({ state: "dead" });
    expect(await ofJobs()).toHaveLength(before.length + 2);
    expect(await inbox.purge({ olderThan: new Date(8.64e15) })).toBe(1);
    expect(await ofJobs()).toEqual(before);
    expect(await inbox.retry(row!.id)).toBe(false);
    redis.disconnect();
    await inbox.stop();
  });
});

describe.runIf(hasRedis())("a purge of more than a page", () => {
  let server: RedisServer;
  let redis: Redis;
  let queue: Queue<Partial<JobData> | null>;
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
  });
  beforeEach(async () => {
    queue = new Queue(randomUUID(), { connection: redis });
    await queue.waitUntilReady();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await queue.close();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  /** What came at a time, kept aside: BullMQ's score says when. */
  async function keepAside(count: number, timestamp: number): Promise<void> {
    const write = redis.pipeline();
    for (let number = 0; number < count; number++) {
      const id = `job-${timestamp}-${number}`;
      write.zadd(queue.toKey("delayed"), scoreAt(timestamp + DEAD_DELAY_MS) + number, id);
      write.hset(queue.toKey(id), "timestamp", timestamp);
    }
    await write.exec();
  }

  async function complete(count: number, finishedOn: number): Promise<void> {
    const write = redis.pipeline();
    for (let number = 0; number < count; number++) {
      write.zadd(queue.toKey("completed"), finishedOn, `done-${number}`);
      write.hset(queue.toKey(`done-${number}`), "finishedOn", finishedOn);
    }
    await write.exec();
  }

  const now = Date.now();

  it("removes each that came before a time, and no other", async () => {
    await keepAside(1200, now - 2000);
    await keepAside(800, now + 1);
    const purge = { before: now, dead: true, windowMs: 1000 };
    expect(await purgeQueue({ queue, redis }, purge)).toBe(1200);
    expect(await redis.zcard(queue.toKey("delayed"))).toBe(800);
  });

  it("looks at nothing that stays", async () => {
    await keepAside(3000, now + 3_600_000);
    await complete(3000, now + 3_600_000);
    const before = await readsOf(redis);
    expect(await purgeQueue({ queue, redis }, { before: now, dead: true, windowMs: 1000 })).toBe(0);
    // BullMQ reads a little of its own as it opens a queue.
    expect((await readsOf(redis)) - before).toBeLessThan(20);
  });

  it("removes no more than 500 in one script", async () => {
    await complete(1200, now - 10_000);
    const pages: number[] = [];
    queue.on("cleaned", (ids) => pages.push(ids.length));
    expect(await purgeQueue({ queue, redis }, { before: now, dead: false, windowMs: 1000 })).toBe(1200);
    expect(pages).toEqual([500, 500, 200]);
  });

  it("is done by one process at a time where each does it every hour", async () => {
    const all = { redis, get: async () => queue, all: async () => [queue], close: async () => {} };
    await complete(1200, now - 10_000);
    const purge = { before: now, dead: false, windowMs: 1000 };
    const prefix = randomUUID();
    const turns = Array.from({ length: 3 }, () => purgeInTurn(all, purge, prefix));
    expect((await Promise.all(turns)).toSorted((a, b) => a - b)).toEqual([0, 0, 1200]);
    await complete(1, now - 10_000);
    expect(await purgeInTurn(all, purge, prefix)).toBe(1);
  });
});

/** How many hashes Redis has read so far: a job is one. */
async function readsOf(redis: Redis): Promise<number> {
  const calls = (await redis.info("commandstats")).matchAll(/^cmdstat_h(?:m?get|getall):calls=(\d+)/gm);
  return Array.from(calls, ([, count]) => Number(count)).reduce((sum, one) => sum + one, 0);
}
