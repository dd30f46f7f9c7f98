import { Cluster, Redis } from "ioredis";
import { expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

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

it("refuses a cluster", () => {
  const cluster = new Cluster([{ host: "127.0.0.1", port: 1 }], { lazyConnect: true });
  expect(() => bullmqStore({ name: "test", connection: cluster })).toThrow(
    new TypeError(
      "connection must be one Redis: its options, a client or a URL. A cluster is not supported.",
    ),
  );
  cluster.disconnect();
});

it.each([undefined, null, 6379])("refuses %s as a connection", (connection) => {
  expect(() => bullmqStore({ name: "test", connection: connection as never })).toThrow(TypeError);
});
