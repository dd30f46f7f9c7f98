import { Job, Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { DEAD_SCORE, type JobData } from "../../src/queue/job.ts";
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

  it("leaves nothing behind that would answer a redelivery and never be handled, wherever it is cut off", async () => {
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

describe.runIf(hasRedis())("a purge of more than a page of replays kept aside", () => {
  it("removes each that came before a time, and no other", async () => {
    const server = await startRedis();
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const queue = new Queue<Partial<JobData> | null>("orders", { connection: redis });
    const write = redis.pipeline();
    for (let number = 0; number < 1200; number++) {
      write.zadd(queue.toKey("delayed"), DEAD_SCORE + number, `job-${number}`);
      write.hset(queue.toKey(`job-${number}`), "timestamp", number % 3 === 0 ? 1000 : 2000);
    }
    await write.exec();
    expect(await purgeQueue({ queue, redis }, { before: 2000, dead: true, windowMs: 1000 })).toBe(400);
    expect(await redis.zcard(queue.toKey("delayed"))).toBe(800);
    await queue.close();
    redis.disconnect();
    await server.stop();
  }, 30_000);
});
