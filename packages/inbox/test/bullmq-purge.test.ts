import { Job } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { bullmqStore } from "../src/bullmq.ts";
import { order } from "../src/contract/kit.ts";
import { createInbox } from "../src/index.ts";
import { hasRedis, startRedis, type RedisServer } from "./engines/redis.ts";

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
