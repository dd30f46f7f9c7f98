import { randomUUID } from "node:crypto";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

describe.runIf(hasRedis())("turns of scopes", () => {
  let server: RedisServer;
  let redis: Redis;
  let name: string;
  let next = 0;
  const inboxes: Inbox[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    name = randomUUID();
    redis = new Redis(server.url);
  });
  afterEach(async () => {
    redis.disconnect();
    await Promise.all(inboxes.splice(0).map((inbox) => inbox.stop({ timeoutMs: 0 })));
  });

  function open(delayMs = 20): Inbox {
    const inbox = createInbox({
      store: bullmqStore({ name, connection: server.url }),
      concurrency: 1,
      attempts: 2,
      backoff: { delayMs },
      onFailure: () => {},
    });
    inboxes.push(inbox);
    return inbox;
  }

  async function accept(inbox: Inbox, scope: string): Promise<void> {
    const { verified, delivery } = order(next++);
    expect(await inbox.accept(verified, delivery, { scope })).toBe("accepted");
  }

  /** Scopes in the order in which they wait. */
  async function waiting(): Promise<string[]> {
    const base = `flaghook:${name}:orders`;
    const ids = await redis.zrange(`${base}:prioritized`, "0", "-1");
    const found = await Promise.all(ids.map((id) => redis.hget(`${base}:${id}`, "data")));
    return found.map((data) => (JSON.parse(data!) as { fields: { scope: string } }).fields.scope);
  }

  it("give each scope one in a round, whichever process stored it", async () => {
    const [one, two] = [open(), open()];
    for (const scope of ["a", "a", "a", "b", "b"]) await accept(one, scope);
    for (const scope of ["c", "a", "b"]) await accept(two, scope);
    expect(await waiting()).toEqual(["a", "b", "c", "a", "b", "a", "b", "a"]);
  });

  it("are the same in one batch", async () => {
    const inbox = open();
    await Promise.all(["a", "a", "a", "b", "b", "c"].map((scope) => accept(inbox, scope)));
    expect(await waiting()).toEqual(["a", "b", "c", "a", "b", "a"]);
  });

  it("keep no scope waiting behind another's further attempts", async () => {
    const inbox = open(3_600_000);
    const handled: string[] = [];
    inbox.handle(orders, (_, { attempt, scope }) => {
      handled.push(`${scope}${attempt}`);
      if (scope === "failing" && attempt === 1) throw new Error("broken");
    });
    await inbox.start();
    // One by one, as they come in on a quiet day: each in a first round.
    for (let count = 1; count <= 4; count++) {
      await accept(inbox, "failing");
      await expect.poll(() => handled.length).toBe(count);
    }
    await inbox.pause("orders");
    const delayed = `flaghook:${name}:orders:delayed`;
    await expect.poll(() => redis.zcard(delayed)).toBe(4);
    // They are due at once.
    for (const id of await redis.zrange(delayed, "0", "-1")) await redis.zadd(delayed, 1, id);
    await accept(inbox, "quiet");
    await inbox.resume("orders");
    await expect.poll(() => handled.length).toBe(9);
    expect(handled.indexOf("quiet1") - 4).toBeLessThan(2);
  }, 30_000);

  it("begin anew for what an operator retries", async () => {
    const inbox = open();
    inbox.handle(orders, (_, { scope }) => {
      if (scope === "failing") throw new Error("broken");
    });
    await inbox.start();
    for (let count = 1; count <= 3; count++) {
      await accept(inbox, "failing");
      await expect.poll(async () => (await inbox.counts()).dead).toBe(count);
    }
    await inbox.pause("orders");
    await accept(inbox, "quiet");
    expect(await inbox.retry({ reason: "attempts" })).toBe(3);
    await accept(inbox, "other");
    const scopes = await waiting();
    expect(scopes.toSorted()).toEqual(["failing", "failing", "failing", "other", "quiet"]);
    expect(scopes.indexOf("other")).toBeLessThan(3);
  }, 30_000);

  it("do not hide what has been waiting for longest", async () => {
    const inbox = open();
    for (const scope of ["a", "b", "b"]) await accept(inbox, scope);
    const base = `flaghook:${name}:orders`;
    const [, , last] = await redis.zrange(`${base}:prioritized`, "0", "-1");
    await redis.hset(`${base}:${last!}`, "timestamp", Date.now() - 3_600_000);
    expect((await inbox.health()).oldestPendingMs).toBeGreaterThanOrEqual(3_600_000);
  });
});
