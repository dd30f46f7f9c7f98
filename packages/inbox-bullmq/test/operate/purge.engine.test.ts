import type { WebhookEvent } from "@flaghook/core";
import { Job, Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { HELD_SCORE, type JobData } from "../../src/queue/job.ts";
import { purgeQueue } from "../../src/operate/purge.ts";
import { bullmqStore } from "../../src/index.ts";
import {
  deliver,
  flags,
  order,
  orders,
  toggle,
  type Verified,
} from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { slotOf } from "@flaghook/inbox/store";
import { createInbox } from "@flaghook/inbox";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a purge of held replays on BullMQ", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  afterEach(() => vi.restoreAllMocks());

  it("leaves nothing behind that would answer a redelivery and never be handled, wherever it is cut off", async () => {
    const inbox = createInbox({ store: bullmqStore({ connection: server.url, prefix: "cut-off" }) });
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
    const prefix = "no-key";
    const inbox = createInbox({ store: bullmqStore({ connection: server.url, prefix }) });
    const [first, replay] = [order(1), order(1, "another id")];
    await inbox.accept(first.verified, first.delivery);
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const ofJobs = async (): Promise<string[]> =>
      (await redis.keys(`${prefix}:orders:*`))
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

describe.runIf(hasRedis())("a purge of more than a page of held replays", () => {
  it("removes each that came before a time, and no other", async () => {
    const server = await startRedis();
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const queue = new Queue<JobData>("orders", { connection: redis });
    const write = redis.pipeline();
    for (let number = 0; number < 1200; number++) {
      write.zadd(queue.toKey("delayed"), HELD_SCORE + number, `job-${number}`);
      write.hset(queue.toKey(`job-${number}`), "timestamp", number % 3 === 0 ? 1000 : 2000);
    }
    await write.exec();
    expect(await purgeQueue(queue, redis, { before: 2000, dead: true, window: 1000 })).toBe(400);
    expect(await redis.zcard(queue.toKey("delayed"))).toBe(800);
    await queue.close();
    redis.disconnect();
    await server.stop();
  }, 30_000);
});

describe.runIf(hasRedis())("a purge of done occurrences on BullMQ", () => {
  it("removes those whose own window is over, and nothing else", async () => {
    const server = await startRedis();
    const prefix = "occurrences";
    const inbox = createInbox({ store: bullmqStore({ connection: server.url, prefix }) });
    inbox.handle(flags, () => {});
    inbox.handle(orders, () => {});
    await inbox.start();
    await accept(inbox, deliver(flags, { type: "archived" }));
    await accept(inbox, deliver(flags, { type: "toggled", on: true }));
    await accept(inbox, deliver(flags, { type: "toggled", on: false }));
    await accept(inbox, order(1));
    await expect.poll(() => inbox.counts(), { timeout: 10_000 }).toMatchObject({ done: 4 });
    const redis = new Redis(server.url);
    const over = slotOf("flags", "", dedupeKeyOf(toggle()));
    // As Redis does when its time is over.
    expect(await redis.del(`${prefix}:flags:de:${over}`)).toBe(1);
    expect(await inbox.purge({ olderThan: new Date(0) })).toBe(0);
    expect(await inbox.purge({ olderThan: new Date(Date.now() + 1000) })).toBe(1);
    expect(await inbox.counts()).toMatchObject({ done: 3 });
    expect(await accept(inbox, deliver(flags, { type: "toggled", on: false }))).toBe("duplicate");
    expect(await accept(inbox, deliver(flags, { type: "archived" }))).toBe("duplicate");
    redis.disconnect();
    await inbox.stop();
    await server.stop();
  }, 30_000);
});

function dedupeKeyOf({ verified }: Verified): string {
  return (verified as WebhookEvent).dedupeKey;
}
