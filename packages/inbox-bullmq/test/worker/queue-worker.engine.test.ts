import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invoice, invoices, order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, gate, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox } from "@flaghook/inbox";
import { bullmqStore } from "../../src/index.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("an event loop that was blocked for longer than the lease", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it("loses the lease: the delivery is started again, once, and only that start is recorded", async () => {
    const store = bullmqStore({ name: randomUUID(), connection: server.url });
    const inbox = createInbox({ store, leaseMs: 1000, attempts: 5, onError: () => {} });
    const started: { attempt: number; signal: AbortSignal }[] = [];
    let release: (() => void) | undefined;
    inbox.handle(orders, async (_, { attempt, signal }) => {
      started.push({ attempt, signal });
      if (attempt > 1) return new Promise<void>((resolve) => (release = resolve));
      const until = Date.now() + 2500;
      while (Date.now() < until);
      return new Promise(() => {}); // ignores its signal
    });
    await inbox.start();
    await accept(inbox, order(1));
    await expect.poll(() => release).toBeDefined();
    expect(started.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(started.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    // Longer than its lease: BullMQ renews it, although an earlier start of the same job has ended.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(started.at(-1)!.signal.aborted).toBe(false);
    expect(await inbox.counts()).toEqual({ pending: 0, running: 1, done: 0, dead: 0 });
    release!();
    await expect.poll(() => inbox.counts()).toMatchObject({ running: 0, done: 1 });
    expect((await inbox.list({ state: "done" }))[0]?.attempt).toBe(2);
    expect(started.length).toBe(2);
    await inbox.stop();
  }, 60_000);

  it("starts no handler late, when it was blocked before the handler began", async () => {
    const store = bullmqStore({ name: randomUUID(), connection: server.url });
    const startWorkers = store.startWorkers.bind(store);
    store.startWorkers = (providers, run) =>
      startWorkers(providers, (delivery, signal) => {
        const until = Date.now() + (delivery.attempt === 1 ? 1200 : 0);
        while (Date.now() < until);
        return run(delivery, signal);
      });
    const inbox = createInbox({ store, leaseMs: 1000, onError: () => {} });
    const attempts: number[] = [];
    inbox.handle(orders, (_, { attempt }) => attempts.push(attempt));
    await inbox.start();
    await accept(inbox, order(1));
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    expect(attempts).toEqual([2]);
    await inbox.stop();
  }, 60_000);
});

describe.runIf(hasRedis())("a provider that may start only so often", () => {
  it("starts no more often in two processes than in one", async () => {
    const server = await startRedis();
    const startedAt: number[] = [];
    const inboxes = [1, 2].map(() =>
      createInbox({ store: bullmqStore({ name: "test", connection: server.url }) }),
    );
    for (let number = 0; number < 6; number++) await accept(inboxes[0]!, order(number));
    for (const inbox of inboxes) {
      inbox.handle(orders, () => void startedAt.push(performance.now()), { perSecond: 2 });
      await inbox.start();
    }
    await expect.poll(() => startedAt.length).toBe(6);
    // Two in each of three seconds. Each for itself, they would end in the second one.
    expect(startedAt[5]! - startedAt[0]!).toBeGreaterThan(1800);
    for (const inbox of inboxes) await inbox.stop();
    await server.stop();
  }, 60_000);
});

describe.runIf(hasRedis())("handlers that hang", () => {
  it("hold up their own provider alone", async () => {
    const server = await startRedis();
    const store = bullmqStore({ name: "test", connection: server.url });
    const inbox = createInbox({ store, concurrency: 1 });
    const stuck = gate();
    const { handler, handled } = recorder();
    inbox.handle(orders, stuck.handler);
    inbox.handle(invoices, handler);
    await inbox.start();
    for (const number of [1, 2]) await accept(inbox, order(number));
    await expect.poll(stuck.isEntered).toBe(true);
    await accept(inbox, invoice(1, "a"));
    await expect.poll(() => handled.length).toBe(1);
    expect(await inbox.counts()).toMatchObject({ pending: 1, running: 1 });
    stuck.open();
    await inbox.stop();
    await server.stop();
  }, 30_000);
});

describe.runIf(hasRedis())("processes whose attempts differ", () => {
  it.each([
    { accepting: 2, handling: 4, count: 2 },
    { accepting: 4, handling: 2, count: 2 },
  ])(
    "give a delivery $count attempts: $accepting where it was accepted, $handling where it is handled",
    async ({ accepting, handling, count }) => {
      const server = await startRedis();
      const [acceptor, worker] = [accepting, handling].map((attempts) =>
        createInbox({
          store: bullmqStore({ name: "test", connection: server.url }),
          attempts,
          backoff: { delayMs: 1 },
          onFailure: () => {},
        }),
      );
      await accept(acceptor!, order(1));
      const { handler, handled } = recorder(() => Promise.reject(new Error("broken")));
      worker!.handle(orders, handler);
      await worker!.start();
      await expect.poll(async () => (await worker!.counts()).dead).toBe(1);
      expect(handled.length).toBe(count);
      expect((await worker!.list({ state: "dead" }))[0]).toMatchObject({
        reason: "attempts",
        error: "broken",
      });
      await Promise.all([acceptor!.stop(), worker!.stop()]);
      await server.stop();
    },
    40_000,
  );
});
