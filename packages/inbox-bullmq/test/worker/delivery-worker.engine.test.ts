import { createInbox, type Inbox } from "@flaghook/inbox";
import { Job } from "bullmq";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, gate } from "../../../inbox/src/store-contract/harness.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

describe.runIf(hasRedis())("a result that Redis cannot take", () => {
  let server: RedisServer;
  let inbox: Inbox;
  beforeEach(async () => {
    server = await startRedis();
    inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      attempts: 1,
      onError: () => {},
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await inbox.stop();
    await server.stop();
  });

  // What Redis responds while it reads its file after a restart.
  const loading = Object.assign(new Error("LOADING Redis is loading the dataset in memory"), {
    name: "ReplyError",
  });

  it("is recorded later: a last attempt that succeeded is done", async () => {
    const refusing = vi.spyOn(Job.prototype, "moveToCompleted").mockRejectedValueOnce(loading);
    let count = 0;
    inbox.handle(orders, () => void count++);
    await inbox.start();
    await accept(inbox, order(1));
    await expect.poll(() => inbox.counts()).toMatchObject({ running: 0, done: 1 });
    expect([count, refusing.mock.calls.length]).toEqual([1, 2]);
  }, 30_000);

  it("is recorded later: a last attempt that failed is dead, with its own error", async () => {
    const refusing = vi.spyOn(Job.prototype, "moveToFailed").mockRejectedValueOnce(loading);
    inbox.handle(orders, () => Promise.reject(new Error("broken")));
    await inbox.start();
    await accept(inbox, order(1));
    await expect.poll(() => inbox.counts()).toMatchObject({ running: 0, dead: 1 });
    expect((await inbox.list({ state: "dead" }))[0]).toMatchObject({ error: "broken", attempt: 1 });
    expect(refusing).toHaveBeenCalledTimes(2);
  }, 30_000);

  it("is recorded, and handling goes on, soon after Redis is back", async () => {
    const [first, other] = [gate(), gate()];
    const numbers: number[] = [];
    inbox.handle(orders, async (event, context) => {
      const { number } = event.payload as { number: number };
      numbers.push(number);
      if (number < 3) await (number === 1 ? first : other).handler(event, context);
    });
    await inbox.start();
    for (const number of [1, 2]) await accept(inbox, order(number));
    await expect.poll(() => other.isEntered()).toBe(true);
    await server.kill("SIGKILL");
    first.open();
    // BullMQ by itself looks for Redis once a second at first, and then after 10, 18 and 38 s.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    await server.restart();
    other.open();
    await expect.poll(() => accept(inbox, order(3)).catch(() => "away")).toBe("accepted");
    await expect.poll(() => inbox.counts(), { timeout: 5000 }).toMatchObject({ running: 0, done: 3 });
    expect(numbers).toEqual([1, 2, 3]);
  }, 60_000);
});
