/** How `bullmqStore` makes sure that Redis keeps what it acknowledges. */
export type Durability = "always" | "wait-aof" | "unsafe";

/** What Redis says about itself. `undefined` where it does not say, as behind some managed services. */
export interface RedisFacts {
  readonly version: string | undefined;
  readonly appendonly: string | undefined;
  readonly appendfsync: string | undefined;
  /** `"yes"` leaves out the fsync while Redis rewrites its file, `always` or not. */
  readonly noFsyncOnRewrite: string | undefined;
  readonly maxmemoryPolicy: string | undefined;
}

/**
 * Decides how an accept becomes durable.
 *
 * @throws {Error} when Redis could lose what it acknowledged, and says what to change
 */
export function durabilityOf({
  version,
  appendonly,
  appendfsync,
  noFsyncOnRewrite,
  maxmemoryPolicy,
}: RedisFacts): Durability {
  if (maxmemoryPolicy !== "noeviction") {
    throw unsafe(`maxmemory-policy is ${maxmemoryPolicy ?? "unknown"} and must be noeviction`);
  }
  if (appendonly !== "yes") throw unsafe(`appendonly is ${appendonly ?? "unknown"} and must be yes`);
  if (appendfsync === "always" && noFsyncOnRewrite !== "yes") return "always";
  // It would wait in vain for a Redis that leaves the fsync to the system.
  if (isAtLeast(version, 7, 2) && appendfsync !== "no") return "wait-aof";
  if (appendfsync === "always") throw unsafe("no-appendfsync-on-rewrite is yes and must be no");
  throw unsafe(
    `appendfsync is ${appendfsync ?? "unknown"} and must be always (or everysec on Redis 7.2 or newer, which can be asked to wait)`,
  );
}

/** The lines of INFO and the pairs of CONFIG GET, read. */
export function readFacts(info: string, config: readonly string[]): RedisFacts {
  const pairs = new Map<string, string>();
  for (let index = 0; index + 1 < config.length; index += 2) pairs.set(config[index]!, config[index + 1]!);
  return {
    version: /^redis_version:(\S+)/m.exec(info)?.[1],
    appendonly: pairs.get("appendonly"),
    appendfsync: pairs.get("appendfsync"),
    noFsyncOnRewrite: pairs.get("no-appendfsync-on-rewrite"),
    maxmemoryPolicy: pairs.get("maxmemory-policy") ?? /^maxmemory_policy:(\S+)/m.exec(info)?.[1],
  };
}

function isAtLeast(version: string | undefined, major: number, minor: number): boolean {
  const [ours = 0, oursMinor = 0] = (version ?? "").split(".").map(Number);
  return ours > major || (ours === major && oursMinor >= minor);
}

function unsafe(fault: string): Error {
  return new Error(
    `Redis could lose deliveries that were answered 2xx: ${fault}. Change it, or pass durability: "unsafe" to bullmqStore and accept the loss.`,
  );
}
