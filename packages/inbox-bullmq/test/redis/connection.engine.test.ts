import { createInbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
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
