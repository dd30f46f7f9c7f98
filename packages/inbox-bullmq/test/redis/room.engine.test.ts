import { createInbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { deliver, orders, type Verified } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, randomText } from "../../../inbox/src/store-contract/harness.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

describe.runIf(hasRedis())("a Redis that accepts alone have filled", () => {
  it("has room to handle all of them", async () => {
    const server = await startRedis({ maxmemory: "32mb" });
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      onError: () => {},
    });
    inbox.handle(orders, () => {});
    let accepted = 0;
    let refusal = "";
    while (refusal === "") {
      try {
        await accept(inbox, large(accepted));
        accepted++;
      } catch (error) {
        refusal = String(error);
      }
    }
    expect(accepted).toBeGreaterThan(20);
    expect(refusal).toMatch(
      /^Error: Redis has \d\.\d MiB of its maxmemory left, of which the bullmq store keeps 8\.0 MiB/,
    );
    await inbox.start();
    await expect.poll(() => inbox.counts()).toMatchObject({ pending: 0, done: accepted });
    const admin = new Redis(server.url);
    await admin.config("SET", "maxmemory", "0");
    expect(await accept(inbox, large(accepted))).toBe("accepted");
    admin.disconnect();
    await inbox.stop();
    await server.stop();
  }, 60_000);
});

describe.runIf(hasRedis())("a large Redis", () => {
  it("is refused while less than 32 MiB of it are left", async () => {
    const server = await startRedis({ maxmemory: "128mb" });
    const inbox = createInbox({ store: bullmqStore({ name: "test", connection: server.url }) });
    const admin = new Redis(server.url);
    await admin.setrange("another app's", 100 * 2 ** 20, "x");
    await expect(accept(inbox, large(1))).rejects.toThrow(
      /^Redis has \d+\.\d MiB of its maxmemory left, of which the bullmq store keeps 32\.0 MiB/,
    );
    await admin.config("SET", "maxmemory", "160mb");
    expect(await accept(inbox, large(1))).toBe("accepted");
    admin.disconnect();
    await inbox.stop();
    await server.stop();
  }, 30_000);
});

function large(number: number): Verified {
  const text = randomText(256 * 1024);
  return deliver(orders, { type: "created", number, text }, { "x-delivery": `delivery-${number}` });
}
