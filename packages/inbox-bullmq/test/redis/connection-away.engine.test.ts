import { describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a Redis that is away", () => {
  it("refuses a provider's first accept, and takes it once it is back", async () => {
    const server = await startRedis();
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      onError: () => {},
    });
    const { verified, delivery } = order(1);
    await inbox.counts(); // opens the store, and no queue
    await server.kill("SIGKILL");
    await expect(inbox.accept(verified, delivery)).rejects.toThrow(Error);
    await server.restart();
    await expect.poll(() => inbox.accept(verified, delivery).catch(() => "away")).not.toBe("away");
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 0 });
    await inbox.stop();
    await server.stop();
  }, 30_000);

  it("does not keep an inbox from stopping", async () => {
    const server = await startRedis();
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      onError: () => {},
    });
    const { verified, delivery } = order(1);
    await inbox.counts();
    await server.kill("SIGKILL");
    await expect(inbox.accept(verified, delivery)).rejects.toThrow(Error);
    await expect(inbox.stop()).resolves.toBeUndefined();
    await server.stop();
  }, 30_000);
});
