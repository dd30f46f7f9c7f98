import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import type { DeliveryQueue } from "../../src/queue/queues.ts";
import { release } from "../../src/worker/release.ts";
import { startQueueWorker } from "../../src/worker/queue-worker.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { readOptions } from "../../../inbox/src/lifecycle/inbox-options.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a stop on bullmq", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it("aborts the attempts that run, and no signal of one that ended", async () => {
    const inbox = createInbox({ store: bullmqStore({ name: "signals", connection: server.url }) });
    const signals: AbortSignal[] = [];
    inbox.handle(orders, async (_, { signal }) => {
      signals.push(signal);
      if (signals.length === 2) await new Promise(() => {});
    });
    await inbox.start();
    for (const number of [1, 2]) {
      const { verified, delivery } = order(number);
      await inbox.accept(verified, delivery);
      await expect.poll(() => signals.length).toBe(number);
    }
    await expect.poll(() => inbox.counts()).toMatchObject({ running: 1, done: 1 });
    await inbox.stop({ timeoutMs: 0 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  it("closes although a job cannot be given back, which comes back when its lease is over", async () => {
    const store = bullmqStore({ name: "unreleased", connection: server.url });
    const settings = readOptions({ store, leaseMs: 1000 });
    await store.open(settings);
    const { queue, redis } = await connect(server, "flaghook:unreleased");
    const inbox = createInbox({ store, leaseMs: 1000 });
    for (const { verified, delivery } of [order(1), order(2)]) await inbox.accept(verified, delivery);

    const faults: unknown[] = [];
    const started: string[] = [];
    const given: string[] = [];
    const worker = startQueueWorker({
      queue: "orders",
      prefix: "flaghook:unreleased",
      connection: { port: server.port, maxRetriesPerRequest: null },
      settings: { ...settings, onError: (error) => void faults.push(error) },
      run: async ({ entry }, signal) => {
        started.push(entry.unsignedId!);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        return { state: "released" };
      },
      placeAgain: async () => {},
      async giveBack(lock) {
        const job = await queue.getJob(lock.jobId);
        const unsignedId = job!.data!.fields!.unsignedId!;
        if (unsignedId === "delivery-1") throw new Error("Redis was away");
        await release({ queue, redis }, lock);
        given.push(unsignedId);
      },
    });
    await expect.poll(() => started.length).toBe(2);
    await worker.stop(0);
    expect(faults).toEqual([new Error("Redis was away")]);
    expect(given).toEqual(["delivery-2"]);
    expect(await inbox.counts()).toMatchObject({ pending: 1, running: 1 });

    const attempts = new Map<string | undefined, number>();
    inbox.handle(orders, ({ id }, { attempt }) => void attempts.set(id, attempt));
    await inbox.start();
    await expect.poll(() => inbox.counts()).toMatchObject({ done: 2 });
    expect(attempts).toEqual(
      new Map([
        ["delivery-2", 2],
        ["delivery-1", 2],
      ]),
    );
    await inbox.stop();
    await queue.close();
    redis.disconnect();
  }, 30_000);
});

async function connect(
  { url }: RedisServer,
  prefix: string,
): Promise<{ readonly queue: DeliveryQueue; readonly redis: Redis }> {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const queue: DeliveryQueue = new Queue("orders", { connection: redis, prefix });
  await queue.waitUntilReady();
  return { queue, redis };
}
