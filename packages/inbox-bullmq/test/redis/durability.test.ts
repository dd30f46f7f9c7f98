import { describe, expect, it } from "vitest";
import { durabilityOf, lossSince, readFacts, type RedisFacts } from "../../src/redis/durability.ts";

const safe: RedisFacts = {
  version: "7.0.15",
  appendonly: "yes",
  appendfsync: "always",
  noFsyncOnRewrite: "no",
  maxmemoryPolicy: "noeviction",
};

describe("durabilityOf", () => {
  it("trusts appendfsync always", () => {
    expect(durabilityOf(safe)).toBe("always");
  });

  it.each(["7.2.0", "7.10.1", "8.0.0"])("asks Redis %s to wait when it fsyncs every second", (version) => {
    expect(durabilityOf({ ...safe, version, appendfsync: "everysec" })).toBe("wait-aof");
  });

  it("takes a Redis as it is where that is wanted, and does not wait", () => {
    const everysec = { ...safe, version: "7.2.0", appendfsync: "everysec" };
    expect(durabilityOf(everysec, "unsafe")).toBe("unsafe");
    expect(durabilityOf({ ...safe, maxmemoryPolicy: "allkeys-lru" }, "unsafe")).toBe("unsafe");
    expect(durabilityOf(safe, "unsafe")).toBe("always");
  });

  it.each([
    { name: "no append-only file", change: { appendonly: "no" } },
    { name: "fsync every second before 7.2", change: { appendfsync: "everysec" } },
    { name: "no fsync before 7.2", change: { appendfsync: "no", version: "6.2.6" } },
    { name: "no fsync at all, which no waiting helps", change: { appendfsync: "no", version: "7.2.0" } },
    { name: "no fsync while the file is rewritten", change: { noFsyncOnRewrite: "yes", version: "8.0.0" } },
    { name: "eviction", change: { maxmemoryPolicy: "allkeys-lru" } },
    { name: "eviction of what expires", change: { maxmemoryPolicy: "volatile-ttl" } },
    { name: "silence about the append-only file", change: { appendonly: undefined } },
    { name: "silence about eviction", change: { maxmemoryPolicy: undefined } },
    { name: "silence about everything", change: { version: undefined, appendfsync: undefined } },
  ])("refuses $name", ({ change }) => {
    expect(() => durabilityOf({ ...safe, ...change })).toThrow(/could lose deliveries/);
  });
});

describe("readFacts", () => {
  it("reads INFO and CONFIG GET", () => {
    const info = "# Server\r\nredis_version:7.0.15\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n";
    const config = ["appendonly", "yes", "no-appendfsync-on-rewrite", "no", "appendfsync", "always"];
    expect(readFacts(info, config)).toEqual(safe);
  });

  it("leaves open what a managed Redis does not say", () => {
    const facts = readFacts("redis_version:7.4.0\r\n", []);
    expect(facts).toEqual({
      version: "7.4.0",
      appendonly: undefined,
      appendfsync: undefined,
      noFsyncOnRewrite: undefined,
      maxmemoryPolicy: undefined,
    });
  });
});

describe("lossSince", () => {
  const waiting = { ...safe, version: "7.2.0", appendfsync: "everysec" };

  it("tells a Redis that came back and keeps less", () => {
    expect(lossSince("always", waiting)).toMatch(/^Redis came back with other settings. Redis could lose/);
    expect(lossSince("wait-aof", { ...waiting, appendfsync: "no" })).toMatch(/appendfsync is no/);
  });

  it("takes one that keeps as much or more", () => {
    expect(lossSince("always", safe)).toBeUndefined();
    expect(lossSince("wait-aof", waiting)).toBeUndefined();
    expect(lossSince("wait-aof", safe)).toBeUndefined();
  });
});
