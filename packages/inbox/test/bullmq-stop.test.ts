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

  it("gives a last attempt back, which then is the last again", async () => {
    const options = { connection: server.url, prefix: "last" };
    const attempts: number[] = [];
    const first = createInbox({ store: bullmqStore(options), attempts: 1 });
    first.handle(orders, async (_, { attempt }) => {
      attempts.push(attempt);
      await new Promise(() => {});
    });
    await first.start();
    const { verified, delivery } = order(1);
    await first.accept(verified, delivery);
    await expect.poll(() => attempts, { timeout: 10_000 }).toEqual([1]);
    await first.stop({ timeout: 0 });

    const second = createInbox({ store: bullmqStore(options), attempts: 1 });
    second.handle(orders, (_, { attempt }) => {
      attempts.push(attempt);
      throw new Error("the handler's own");
    });
    await second.start();
    await expect.poll(() => second.counts(), { timeout: 10_000 }).toMatchObject({ pending: 0, dead: 1 });
    expect(attempts).toEqual([1, 2]);
    expect(await second.list({ state: "dead" })).toMatchObject([
      { attempt: 2, reason: "attempts", error: "the handler's own" },
    ]);
    await second.stop();
  });
});
