import { toStored } from "@flaghook/core/inbox";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { commitToQueue } from "../../src/commit/commit-to-queue.ts";
import type { JobData } from "../../src/queue/job.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { createEntry } from "@flaghook/inbox/store";
import { memoryStore } from "@flaghook/inbox/memory";
import { readOptions } from "../../../inbox/src/lifecycle/inbox-options.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a slot whose job is gone", () => {
  it("is free: the redelivery is stored, once", async () => {
    const server = await startRedis();
    const redis = new Redis(server.url, { maxRetriesPerRequest: null, replyMapping: "legacy" });
    const queue = new Queue<Partial<JobData> | null>("orders", { connection: redis });
    const settings = readOptions({ store: memoryStore() });
    const { verified, delivery } = order(1);
    const entry = await createEntry(toStored(verified, delivery), {
      scope: "",
      now: Date.now(),
      mismatch: undefined,
      traceparent: undefined,
    });
    expect(await commitToQueue({ queue, redis, settings }, [entry])).toEqual(["accepted"]);
    const [first] = await queue.getJobs("waiting");
    await redis.del(queue.toKey(first!.id!));
    await redis.del(queue.toKey("wait"));
    const again = [entry, { ...entry }];
    expect(await commitToQueue({ queue, redis, settings }, again)).toEqual(["accepted", "duplicate"]);
    expect(await queue.getJobCounts("waiting")).toEqual({ waiting: 1 });
    await queue.close();
    redis.disconnect();
    await server.stop();
  }, 30_000);
});
