import { describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { startProxy } from "../../../../tools/test-support/servers/proxy.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("connections to Redis that went silent", () => {
  it("are opened anew after one accept was rejected", async () => {
    const server = await startRedis();
    const proxy = await startProxy(server.port);
    const connection = { port: proxy.port, commandTimeout: 500 };
    const inbox = createInbox({ store: bullmqStore({ name: "test", connection }), onError: () => {} });
    const [first, second] = [order(1), order(2)];
    await inbox.accept(first.verified, first.delivery);
    proxy.freeze();
    await expect(inbox.accept(second.verified, second.delivery)).rejects.toThrow("Command timed out");
    await expect
      .poll(() => inbox.accept(second.verified, second.delivery).catch(() => "silent"))
      .not.toBe("silent");
    expect(await inbox.counts()).toEqual({ pending: 2, running: 0, done: 0, dead: 0 });
    await inbox.stop();
    await proxy.stop();
    await server.stop();
  }, 30_000);

  it("do not keep workers from work", async () => {
    const server = await startRedis();
    const proxy = await startProxy(server.port);
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: { port: proxy.port, commandTimeout: 500 } }),
      onError: () => {},
    });
    const handled: (string | undefined)[] = [];
    let release: (() => void) | undefined;
    inbox.handle(orders, async ({ id }) => {
      if (handled.push(id) === 1) await new Promise<void>((resolve) => (release = resolve));
    });
    await inbox.start();
    const [first, second] = [order(1), order(2)];
    await inbox.accept(first.verified, first.delivery);
    await expect.poll(() => release).toBeDefined();
    proxy.freeze();
    // The first one's completion and the wait for the next go into nothing.
    release?.();
    const accept = (): Promise<string> =>
      inbox.accept(second.verified, second.delivery).catch(() => "silent");
    await expect.poll(accept).not.toBe("silent");
    await expect.poll(() => inbox.counts()).toMatchObject({ done: 2 });
    expect(handled).toEqual(["delivery-1", "delivery-2"]);
    await inbox.stop();
    await proxy.stop();
    await server.stop();
  }, 40_000);
});
