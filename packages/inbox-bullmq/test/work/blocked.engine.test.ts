import { randomUUID } from "node:crypto";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockAgain } from "../../src/work/lock.ts";
import type { JobData } from "../../src/queue/job.ts";
import { bullmqStore } from "../../src/index.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox } from "@flaghook/inbox";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.runIf(hasRedis())("an event loop that was blocked for longer than the lease", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it("costs no delivery of its process an attempt", async () => {
    const store = bullmqStore({ connection: server.url, prefix: randomUUID() });
    const inbox = createInbox({ store, lease: 1000, attempts: 3, backoff: { delay: 10 }, onError: () => {} });
    const started: string[] = [];
    inbox.handle(orders, async ({ id }) => {
      started.push(id!);
      if (id !== "delivery-1") return sleep(500);
      const until = Date.now() + 2500;
      while (Date.now() < until);
    });
    await inbox.start();
    await Promise.all([2, 1, 3].map((number) => accept(inbox, order(number))));
    await expect
      .poll(() => inbox.counts(), { timeout: 20_000 })
      .toEqual({ pending: 0, running: 0, done: 3, dead: 0 });
    expect(started.toSorted()).toEqual(["delivery-1", "delivery-2", "delivery-3"]);
    await inbox.stop();
  }, 30_000);

  describe("a lock that ran out", () => {
    const held = { jobId: "a", token: "own:0", starts: 1 };

    async function withQueue(
      prepare: (redis: Redis, key: (name: string) => string) => Promise<unknown>,
    ): Promise<readonly [string, Record<string, unknown>]> {
      const client = new Redis(server.url, { maxRetriesPerRequest: null });
      const queue = new Queue<JobData>("orders", { connection: client, prefix: randomUUID() });
      const key = (name: string): string => queue.toKey(name);
      await client.hset(key("a"), "ats", "1");
      await prepare(client, key);
      const lock = await lockAgain(queue, client, held, { lease: 1000, worker: "own" });
      const found = {
        lock: await client.get(key("a:lock")),
        active: await client.lrange(key("active"), 0, -1),
        wait: await client.lrange(key("wait"), 0, -1),
      };
      await queue.close();
      client.disconnect();
      return [lock, found];
    }

    it("is taken again", async () => {
      const found = await withQueue((client, key) => client.lpush(key("active"), "a"));
      expect(found).toEqual(["held", { lock: "own:0", active: ["a"], wait: [] }]);
    });

    it("is taken again of a job that was put back in line", async () => {
      const found = await withQueue((client, key) => client.lpush(key("wait"), "a", "b"));
      expect(found).toEqual(["held", { lock: "own:0", active: ["a"], wait: ["b"] }]);
    });

    it("is lost when another worker has begun with it", async () => {
      const found = await withQueue((client, key) => client.set(key("a:lock"), "another:0"));
      expect(found).toEqual(["lost", { lock: "another:0", active: [], wait: [] }]);
    });

    it("is lost when another worker had begun with it, and lost it too", async () => {
      const found = await withQueue(async (client, key) => {
        await client.lpush(key("active"), "a");
        await client.hset(key("a"), "ats", "2");
      });
      expect(found).toEqual(["lost", { lock: null, active: ["a"], wait: [] }]);
    });

    it("is lost when another worker has finished it", async () => {
      const found = await withQueue((client, key) => client.zadd(key("completed"), 1, "a"));
      expect(found).toEqual(["lost", { lock: null, active: [], wait: [] }]);
    });

    it("is not lost when the same worker has started it once more", async () => {
      const found = await withQueue((client, key) => client.set(key("a:lock"), "own:1"));
      expect(found).toEqual(["restarted", { lock: "own:1", active: [], wait: [] }]);
    });
  });
});
