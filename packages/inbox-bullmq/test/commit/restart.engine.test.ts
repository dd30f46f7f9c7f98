import { Job, Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import type { JobData } from "../../src/queue/job.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a replay that Redis did not survive setting free", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const replay = order(1, "another id");

  /** Keeps a replay aside, then does the first of the two writes that set it free. */
  async function crashBetweenWrites(name: string): Promise<{ inbox: Inbox; id: string }> {
    const inbox = createInbox({ store: bullmqStore({ name, connection: server.url }) });
    const first = order(1);
    await inbox.accept(first.verified, first.delivery);
    expect(await inbox.accept(replay.verified, replay.delivery)).toBe("replay");
    const [row] = await inbox.list({ state: "dead" });
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const queue = new Queue<JobData>("orders", { connection: redis, prefix: `flaghook:${name}` });
    const job = await Job.fromId<JobData>(queue, row!.id.split(":")[1]!);
    const { fields } = job!.data;
    expect(fields.storedDead).toBe("replay");
    await job!.updateData({ ...job!.data, fields: { ...fields, storedDead: undefined } });
    await queue.close();
    redis.disconnect();
    return { inbox, id: row!.id };
  }

  it("is still dead, for the same reason", async () => {
    const { inbox, id } = await crashBetweenWrites("dead-still");
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 1 });
    expect(await inbox.list({ state: "dead" })).toMatchObject([{ id, reason: "replay" }]);
    expect(await inbox.accept(replay.verified, replay.delivery)).toBe("replay");
    await inbox.stop();
  });

  it("runs after a further retry, and only one", async () => {
    const { inbox, id } = await crashBetweenWrites("retried");
    expect(await inbox.retry(id)).toBe(true);
    expect(await inbox.retry(id)).toBe(false);
    const handled: string[] = [];
    inbox.handle(orders, (_, { replay: isReplay }) => {
      handled.push(isReplay ? "replay" : "first");
    });
    await inbox.start();
    await expect.poll(() => handled.toSorted()).toEqual(["first", "replay"]);
    await inbox.stop();
  });
});
