import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a delivery whose stored data was damaged", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  /** Three deliveries, and the second one's data changed. */
  async function damage(change: (data: string) => string): Promise<{ inbox: Inbox; id: string }> {
    const name = randomUUID();
    const store = bullmqStore({ name, connection: server.url });
    const inbox = createInbox({ store, leaseMs: 1000, onError: () => {} });
    for (const number of [1, 2, 3]) await accept(inbox, order(number));
    const id = (await inbox.list({ state: "pending" }))[1]!.id;
    const redis = new Redis(server.url);
    const key = `flaghook:${name}:${id}`;
    await redis.hset(key, "data", change((await redis.hget(key, "data"))!));
    redis.disconnect();
    return { inbox, id };
  }

  const nothing = { scope: "", name: undefined, dedupeKey: "", unsignedId: undefined };

  it.each([
    { name: "is cut off", change: (data: string) => data.slice(0, 20), left: nothing },
    { name: "is empty", change: () => "{}", left: nothing },
    { name: "is null", change: () => "null", left: nothing },
    {
      name: "has lost its body",
      change: (data: string) => data.replace(/"base64":"[^"]*"/, '"base64":null'),
      left: { scope: "", name: "created", unsignedId: "delivery-2" },
    },
  ])("$name: is listed with what can be read, and ends dead as unreadable", async ({ change, left }) => {
    const { inbox, id } = await damage(change);
    const pending = await inbox.list({ state: "pending" });
    expect(pending[1]).toMatchObject({ id, provider: "orders", attempt: 0, ...left });
    expect(Math.abs(pending[1]!.receivedAt.getTime() - pending[0]!.receivedAt.getTime())).toBeLessThan(5000);
    const handled: string[] = [];
    inbox.handle(orders, (event) => void handled.push(event.id!));
    await inbox.start();
    const isDead = { pending: 0, running: 0, done: 2, dead: 1 };
    await expect.poll(() => inbox.counts()).toEqual(isDead);
    expect(handled).toEqual(["delivery-1", "delivery-3"]);
    const row = {
      id,
      ...left,
      reason: "unreadable",
      error: "what is stored of this delivery cannot be read.",
      attempt: 1,
    };
    expect(await inbox.list({ state: "dead" })).toMatchObject([row]);

    // A retry reads the same, and what comes again heals it.
    expect(await inbox.retry(id)).toBe(true);
    await expect.poll(() => inbox.counts()).toEqual(isDead);
    expect(await accept(inbox, order(2))).toBe("accepted");
    await expect.poll(() => inbox.counts()).toMatchObject({ done: 3, dead: 0 });
    expect(handled).toEqual(["delivery-1", "delivery-3", "delivery-2"]);
    await inbox.stop();
  });
});
