import { createInbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, recorder } from "../../../inbox/src/store-contract/harness.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

it.runIf(hasRedis())(
  "takes a client's options and leaves the client to its owner",
  async () => {
    const server = await startRedis();
    const client = new Redis(server.port);
    const inbox = createInbox({ store: bullmqStore({ name: "test", connection: client }) });
    const { verified, delivery } = order(1);
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
    await inbox.stop();
    expect(await client.smembers("flaghook:test:queues")).toEqual(["orders"]);
    client.disconnect();
    await server.stop();
  },
  30_000,
);

it.runIf(hasRedis())(
  "keeps two apps with different names apart: none handles the other's deliveries",
  async () => {
    const server = await startRedis();
    const [own, other] = ["this-app", "other-app"].map((name) => {
      const { handler, handled } = recorder();
      const inbox = createInbox({ store: bullmqStore({ name, connection: { url: server.url } }) });
      inbox.handle(orders, handler);
      return { inbox, handled };
    });
    await other!.inbox.start();
    await own!.inbox.start();
    expect(await accept(own!.inbox, order(1))).toBe("accepted");
    await expect.poll(() => own!.handled.length).toBe(1);
    expect(other!.handled).toEqual([]);
    expect(await other!.inbox.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 0 });
    await Promise.all([own!.inbox.stop(), other!.inbox.stop()]);
    await server.stop();
  },
  30_000,
);
