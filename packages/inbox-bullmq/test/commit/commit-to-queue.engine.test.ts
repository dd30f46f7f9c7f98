import { toStored } from "@flaghook/core/inbox";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { describe, expect, it, vi } from "vitest";
import { commitToQueue } from "../../src/commit/commit-to-queue.ts";
import type { JobData } from "../../src/queue/job.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { createEntry } from "@flaghook/inbox/store";
import { memoryStore } from "@flaghook/inbox/memory";
import { readOptions } from "../../../inbox/src/lifecycle/inbox-options.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a job that is removed while a redelivery looks at it", () => {
  it("is no first one: the redelivery is stored", async () => {
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
    // Between the look at the job and the look at where it stands.
    const removing = vi.spyOn(redis, "eval").mockImplementationOnce(async (...look: unknown[]) => {
      removing.mockRestore();
      await first!.remove();
      return (redis.eval as (...look: unknown[]) => Promise<unknown>)(...look);
    });
    expect(await commitToQueue({ queue, redis, settings }, [entry])).toEqual(["accepted"]);
    expect(await queue.getJobCounts("waiting")).toEqual({ waiting: 1 });
    await queue.close();
    redis.disconnect();
    await server.stop();
  }, 30_000);
});
