import { Cluster } from "ioredis";
import { expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";

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
