import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe } from "vitest";
import { bullmqStore } from "../src/bullmq.ts";
import { storeContract } from "../src/store-contract.ts";
import { addConcurrentTest } from "./add-test.ts";
import { hasRedis, startRedis, type RedisServer } from "./engines/redis.ts";

describe.runIf(hasRedis())("bullmq", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  storeContract(addConcurrentTest, {
    lease: 1000,
    window: 1500,
    hasTransactions: false,
    async createBackend() {
      const prefix = `test-${randomUUID()}`;
      const redis = new Redis(server.port);
      return {
        store: () => bullmqStore({ connection: server.url, prefix, maxBytes: 4_000_000 }),
        pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        async expireLease() {
          // The lock is gone, and its holder does not know: as if it had been silent for longer than the lease.
          for (const key of await redis.keys(`${prefix}:*:lock`)) await redis.del(key);
        },
        async remove() {
          redis.disconnect();
        },
      };
    },
  });
});
