import { createInbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { deliver, orders, type Verified } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, randomText } from "../../../inbox/src/store-contract/harness.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

const COUNT = 1000;
const BODY_BYTES = 2048;

describe.runIf(hasRedis())("a done delivery on Redis", () => {
  it("keeps its body as base64, takes about 3 KB beside it, and has keys of its own name alone", async () => {
    const server = await startRedis();
    const inbox = createInbox({ store: bullmqStore({ name: "test", connection: server.url }) });
    inbox.handle(orders, () => {});
    await inbox.start();
    const redis = new Redis(server.url);
    const usedMemory = async (): Promise<number> =>
      Number(/^used_memory:(\d+)/m.exec(await redis.info("memory"))?.[1]);
    // One, so that everything is there that Redis and BullMQ have anyway.
    await accept(inbox, delivery(0));
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    const before = await usedMemory();
    await Promise.all(Array.from({ length: COUNT }, (_, number) => accept(inbox, delivery(number + 1))));
    await expect.poll(async () => (await inbox.counts()).done).toBe(COUNT + 1);
    const each = ((await usedMemory()) - before) / COUNT;
    const asBase64 = (4 / 3) * BODY_BYTES;
    expect(each).toBeGreaterThan(asBase64 + 2000);
    expect(each).toBeLessThan(asBase64 + 4000);
    const [row] = await inbox.list({ state: "done", limit: 1 });
    expect((await inbox.get(row!.id))?.body?.byteLength).toBe(BODY_BYTES);
    const keys = await redis.keys("*");
    expect(keys.filter((key) => !key.startsWith("flaghook:test:"))).toEqual([]);
    redis.disconnect();
    await inbox.stop();
    await server.stop();
  }, 60_000);
});

/** A body of `BODY_BYTES`: under 4 KB nothing is compressed. */
function delivery(number: number): Verified {
  const payload = { type: "created", number: 1_000_000 + number, text: "" };
  const length = BODY_BYTES - JSON.stringify(payload).length;
  const text = randomText(BODY_BYTES).slice(0, length);
  return deliver(orders, { ...payload, text }, { "x-delivery": crypto.randomUUID() });
}
