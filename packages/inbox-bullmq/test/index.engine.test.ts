import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bullmqStore } from "../src/index.ts";
import { order } from "../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { storeContract } from "@flaghook/inbox/store-contract";
import { addConcurrentTest } from "../../inbox/test/support/add-test.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("bullmq", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  storeContract(addConcurrentTest, {
    leaseMs: 5000,
    windowMs: 6000,
    isDamageable: true,
    async createBackend() {
      const name = randomUUID();
      const redis = new Redis(server.port);
      return {
        store: () => bullmqStore({ name, connection: server.url, maxBytes: 500_000 }),
        pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        async expireLease() {
          // Another worker has the lock, and its holder does not know: as if it had been silent.
          for (const key of await redis.keys(`flaghook:${name}:*:lock`))
            await redis.set(key, "another", "PX", 1000);
        },
        async damage(id) {
          await redis.hset(`flaghook:${name}:${id}`, "data", "{");
        },
        async remove() {
          redis.disconnect();
        },
      };
    },
  });

  it("finds a duplicate without searching all that waits", async () => {
    const other = await startRedis();
    const inbox = createInbox({ store: bullmqStore({ name: "test", connection: other.url }) });
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    expect(await inbox.accept(verified, delivery)).toBe("duplicate");
    const redis = new Redis(other.port);
    expect(await redis.info("commandstats")).not.toContain("cmdstat_lpos");
    redis.disconnect();
    await inbox.stop();
    await other.stop();
  }, 30_000);

  it("keeps one body of a delivery and its replays", async () => {
    const inbox = createInbox({ store: bullmqStore({ name: "bodies", connection: server.url }) });
    for (let number = 0; number < 40; number++) {
      const { verified, delivery } = order(1, `delivery-${number}`);
      await inbox.accept(verified, delivery);
    }
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 16 });
    const redis = new Redis(server.port);
    const keys = await redis.keys("flaghook:bodies:orders:*-*-*-*-*");
    const bodies = await Promise.all(
      keys.map(async (key) => (JSON.parse((await redis.hget(key, "data"))!) as { base64: string }).base64),
    );
    expect(bodies.length).toBe(17);
    expect(bodies.filter((body) => body !== "").length).toBe(1);
    redis.disconnect();
    await inbox.stop();
  });

  it("rejects an accept soon when Redis is away", async () => {
    const other = await startRedis();
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: other.url }),
      onError: () => {},
    });
    const [first, second] = [order(1), order(2)];
    expect(await inbox.accept(first.verified, first.delivery)).toBe("accepted");
    await other.kill("SIGKILL");
    await expect(inbox.accept(second.verified, second.delivery)).rejects.toThrow(Error);
    await other.restart();
    await expect
      .poll(() => inbox.accept(second.verified, second.delivery).catch(() => "away"))
      .toBe("accepted");
    expect(await inbox.accept(first.verified, first.delivery)).toBe("duplicate");
    await inbox.stop();
    await other.stop();
  }, 30_000);
});

describe.runIf(hasRedis())("a Redis that can lose what it acknowledged", () => {
  it.each([
    { name: "no fsync", config: { appendfsync: "no" }, says: /appendfsync is no and must be always/ },
    {
      name: "an fsync every second",
      config: { appendfsync: "everysec" },
      says: /appendfsync is everysec and must be always/,
    },
    { name: "no append-only file", config: { appendonly: "no" }, says: /appendonly is no/ },
    {
      name: "eviction",
      config: { "maxmemory-policy": "allkeys-lru" },
      says: /maxmemory-policy is allkeys-lru/,
    },
  ])(
    "is refused with $name, unless durability is unsafe",
    async ({ config, says }) => {
      const server = await startRedis(config);
      const { verified, delivery } = order(1);
      const refusing = createInbox({ store: bullmqStore({ name: "test", connection: server.url }) });
      await expect(refusing.accept(verified, delivery)).rejects.toThrow(says);
      const asserting = createInbox({
        store: bullmqStore({ name: "test", connection: server.url, durability: "asserted" }),
      });
      await expect(asserting.accept(verified, delivery)).rejects.toThrow(says);
      const unsafe = createInbox({
        store: bullmqStore({ name: "test", connection: { port: server.port }, durability: "unsafe" }),
      });
      const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
      expect(await unsafe.accept(verified, delivery)).toBe("accepted");
      expect(warned.mock.calls).toEqual([[expect.stringMatching(says), { type: "FlaghookInboxWarning" }]]);
      warned.mockRestore();
      await unsafe.stop();
      await server.stop();
    },
    30_000,
  );
});

describe.runIf(hasRedis())("a Redis that does not tell its settings", () => {
  it("is refused, unless you vouch for it", async () => {
    const server = await startRedis();
    const admin = new Redis(server.port);
    await admin.acl("SETUSER", "default", "-config");
    admin.disconnect();
    const { verified, delivery } = order(1);
    const refusing = createInbox({ store: bullmqStore({ name: "test", connection: server.url }) });
    await expect(refusing.accept(verified, delivery)).rejects.toThrow(
      /does not tell its appendonly, appendfsync, so .*durability: "asserted"/,
    );
    const asserting = createInbox({
      store: bullmqStore({ name: "test", connection: server.url, durability: "asserted" }),
    });
    expect(await asserting.accept(verified, delivery)).toBe("accepted");
    await asserting.stop();
    await server.stop();
  }, 30_000);
});
