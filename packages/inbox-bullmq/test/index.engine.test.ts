import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
    lease: 1000,
    window: 6000,
    isDamageable: true,
    async createBackend() {
      const prefix = `test-${randomUUID()}`;
      const redis = new Redis(server.port);
      return {
        store: () => bullmqStore({ connection: server.url, prefix, maxBytes: 4_000_000 }),
        pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        async expireLease() {
          // Somebody else has the lock, and its holder does not know: as if it had been silent for longer than the lease. A lock
          // that nobody has is taken again.
          for (const key of await redis.keys(`${prefix}:*:lock`)) await redis.set(key, "another", "PX", 1000);
        },
        async damage(id) {
          await redis.hset(`${prefix}:${id}`, "data", "{");
        },
        async remove() {
          redis.disconnect();
        },
      };
    },
  });

  it("answers a duplicate without searching all that waits", async () => {
    const other = await startRedis();
    const inbox = createInbox({ store: bullmqStore({ connection: other.url }) });
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    expect(await inbox.accept(verified, delivery)).toBe("duplicate");
    const redis = new Redis(other.port);
    expect(await redis.info("commandstats")).not.toContain("cmdstat_lpos");
    redis.disconnect();
    await inbox.stop();
    await other.stop();
  }, 30_000);

  it("rejects an accept soon when Redis is away", async () => {
    const other = await startRedis();
    const inbox = createInbox({ store: bullmqStore({ connection: other.url }), onError: () => {} });
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
    { name: "no fsync", config: { appendfsync: "no" }, says: /appendfsync is no / },
    { name: "no append-only file", config: { appendonly: "no" }, says: /appendonly is no/ },
    {
      name: "eviction",
      config: { "maxmemory-policy": "allkeys-lru" },
      says: /maxmemory-policy is allkeys-lru/,
    },
  ])(
    "is refused with $name, unless that is wanted",
    async ({ config, says }) => {
      const server = await startRedis(config);
      const { verified, delivery } = order(1);
      const refusing = createInbox({ store: bullmqStore({ connection: server.url }) });
      await expect(refusing.accept(verified, delivery)).rejects.toThrow(says);
      const unsafe = createInbox({
        store: bullmqStore({ connection: { port: server.port }, durability: "unsafe" }),
      });
      expect(await unsafe.accept(verified, delivery)).toBe("accepted");
      await unsafe.stop();
      await server.stop();
    },
    30_000,
  );
});
