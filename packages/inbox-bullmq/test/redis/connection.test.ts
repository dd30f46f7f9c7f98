import { Cluster, type RedisOptions } from "ioredis";
import { expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { connect, readConnection, workerOptions } from "../../src/redis/connection.ts";

it("refuses a cluster", () => {
  const cluster = new Cluster([{ host: "127.0.0.1", port: 1 }], { lazyConnect: true });
  expect(() => bullmqStore({ name: "test", connection: cluster })).toThrow(
    new TypeError(
      "connection must be one Redis: its options, a client or a URL. A cluster is not supported.",
    ),
  );
  cluster.disconnect();
});

it("looks for a Redis that went away once a second, unless you say otherwise", () => {
  expect(waits("redis://localhost:6379")).toEqual([50, 100, 1000, 1000]);
  expect(waits({ port: 6379 })).toEqual([50, 100, 1000, 1000]);
  expect(waits({ retryStrategy: (times) => 7 * times })).toEqual([7, 14, 140, 7000]);
});

it("gives up a silent connection after 8 s, or your commandTimeout, and a worker's after 12 s", () => {
  expect(silences({ lazyConnect: true })).toEqual({ accepts: [8000, 8000], workers: [undefined, 12_000] });
  expect(silences({ lazyConnect: true, commandTimeout: 500 })).toEqual({
    accepts: [500, 500],
    workers: [undefined, 12_000],
  });
});

it.each([undefined, null, 6379])("refuses %s as a connection", (connection) => {
  expect(() => bullmqStore({ name: "test", connection: connection as never })).toThrow(TypeError);
});

it.each([
  { name: "ssl, which ioredis does not know", given: { ssl: true }, says: 'unknown option "ssl"' },
  { name: "a typo", given: { hots: "cache" }, says: 'unknown option "hots"' },
  { name: "a URL that is none", given: { url: "a secret\n" }, says: "not a URL that can be read" },
  { name: "a number for a URL", given: { url: 6379 }, says: "connection.url must be a URL" },
  {
    name: "tls that a redis:// URL contradicts",
    given: { url: "redis://cache.example", tls: {} },
    says: "write rediss:// to connect with TLS",
  },
])("refuses options with $name", ({ given, says }) => {
  const open = (): unknown => bullmqStore({ name: "test", connection: given as never });
  expect(open).toThrow(TypeError);
  expect(open).toThrow(says);
});

it("connects to a URL with the options beside it, for accepts and for workers", () => {
  const given = { url: "valkeys://cache.example:6380/2", tls: { servername: "other" }, lazyConnect: true };
  const connection = readConnection(given);
  const redis = connect(connection, () => {});
  expect(redis.options).toMatchObject({
    host: "cache.example",
    port: 6380,
    db: 2,
    tls: { servername: "other" },
  });
  redis.disconnect();
  expect(workerOptions(connection)).toMatchObject({ url: "rediss://cache.example:6380/2", tls: given.tls });
});

it("goes by the URL where the options say something else", () => {
  const given = { url: "redis://cache.example:6380", host: "other", port: 1, lazyConnect: true };
  const redis = connect(readConnection(given), () => {});
  expect(redis.options).toMatchObject({ host: "cache.example", port: 6380 });
  redis.disconnect();
});

/** The limits of a command and of silence. */
function silences(connection: RedisOptions): unknown {
  const redis = connect(connection, () => {});
  redis.disconnect();
  const ofWorkers = workerOptions(connection) as RedisOptions;
  return {
    accepts: [redis.options.commandTimeout, redis.options.socketTimeout],
    workers: [ofWorkers.commandTimeout, ofWorkers.socketTimeout],
  };
}

function waits(connection: Parameters<typeof workerOptions>[0]): unknown[] {
  const { retryStrategy } = workerOptions(connection) as RedisOptions;
  return [1, 2, 20, 1000].map((times) => retryStrategy?.(times));
}
