import { describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { lossOf, readFacts, type RedisFacts } from "../../src/redis/durability.ts";

const safe: RedisFacts = {
  appendonly: "yes",
  appendfsync: "always",
  noFsyncOnRewrite: "no",
  maxmemoryPolicy: "noeviction",
};

describe("lossOf", () => {
  it.each([undefined, "asserted", "unsafe"] as const)("trusts appendfsync always (%s)", (durability) => {
    expect(lossOf(safe, durability)).toBeUndefined();
  });

  it.each([
    { name: "no append-only file", change: { appendonly: "no" }, fix: "appendonly is no and must be yes" },
    {
      name: "an fsync every second",
      change: { appendfsync: "everysec" },
      fix: "appendfsync is everysec and must be always",
    },
    { name: "no fsync", change: { appendfsync: "no" }, fix: "appendfsync is no and must be always" },
    {
      name: "no fsync while the file is rewritten",
      change: { noFsyncOnRewrite: "yes" },
      fix: "no-appendfsync-on-rewrite is yes and must be no",
    },
    {
      name: "eviction",
      change: { maxmemoryPolicy: "allkeys-lru" },
      fix: "maxmemory-policy is allkeys-lru and must be noeviction",
    },
    {
      name: "eviction, where it tells nothing else",
      change: { appendonly: undefined, appendfsync: undefined, maxmemoryPolicy: "volatile-ttl" },
      fix: "maxmemory-policy is volatile-ttl and must be noeviction",
    },
  ])("finds $name, whatever you assert, and says what to change", ({ change, fix }) => {
    const says = `Redis could lose deliveries that were answered 2xx: ${fix}. Change it, or pass durability: "unsafe" to bullmqStore and accept the loss.`;
    expect(lossOf({ ...safe, ...change })).toBe(says);
    expect(lossOf({ ...safe, ...change }, "asserted")).toBe(says);
  });

  it.each([
    { change: { appendonly: undefined }, names: "appendonly" },
    { change: { appendfsync: undefined }, names: "appendfsync" },
    { change: { maxmemoryPolicy: undefined }, names: "maxmemory-policy" },
    { change: { appendonly: undefined, appendfsync: undefined }, names: "appendonly, appendfsync" },
  ])("takes your word, and no less, for $names", ({ change, names }) => {
    expect(lossOf({ ...safe, ...change })).toMatch(
      new RegExp(`^this Redis does not tell its ${names}, .*durability: "asserted"`),
    );
    expect(lossOf({ ...safe, ...change }, "asserted")).toBeUndefined();
  });
});

describe("readFacts", () => {
  it("reads INFO and CONFIG GET", () => {
    const info = "# Server\r\nredis_version:7.0.15\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n";
    const config = ["appendonly", "yes", "no-appendfsync-on-rewrite", "no", "appendfsync", "always"];
    expect(readFacts(info, config)).toEqual(safe);
  });

  it("leaves open what a managed Redis does not say", () => {
    expect(readFacts("redis_version:7.4.0\r\n", [])).toEqual({
      appendonly: undefined,
      appendfsync: undefined,
      noFsyncOnRewrite: undefined,
      maxmemoryPolicy: undefined,
    });
  });
});

it.each(["always", true, null])("a durability of %j is a TypeError", (durability) => {
  const connection = "redis://localhost:6379";
  expect(() => bullmqStore({ name: "test", connection, durability: durability as never })).toThrow(
    new TypeError('durability must be "asserted" or "unsafe", or left out.'),
  );
});
