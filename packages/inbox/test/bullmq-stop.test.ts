import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bullmqStore } from "../src/bullmq.ts";
import { order, orders } from "../src/contract/kit.ts";
import { createInbox } from "../src/index.ts";
import { hasRedis, startRedis, type RedisServer } from "./engines/redis.ts";

describe.runIf(hasRedis())("a stop on bullmq", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it("aborts the attempts that run, and no signal of one that ended", async () => {
    const inbox = createInbox({ store: bullmqStore({ connection: server.url, prefix: "signals" }) });
    const signals: AbortSignal[] = [];
    inbox.handle(orders, async (_, { signal }) => {
      signals.push(signal);
      if (signals.length === 2) await new Promise(() => {});
    });
    await inbox.start();
    for (const number of [1, 2]) {
      const { verified, delivery } = order(number);
      await inbox.accept(verified, delivery);
      await expect.poll(() => signals.length, { timeout: 10_000 }).toBe(number);
    }
    await expect.poll(() => inbox.counts(), { timeout: 10_000 }).toMatchObject({ running: 1, done: 1 });
    await inbox.stop({ timeout: 0 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });
});
