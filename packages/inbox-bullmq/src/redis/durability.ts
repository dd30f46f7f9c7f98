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
 * @param wanted `"unsafe"` takes a Redis as it is, and does not wait for its disk.
 * @throws {Error} when Redis could lose what it acknowledged, and says what to change
 */
export function durabilityOf(facts: RedisFacts, wanted?: "unsafe"): Durability {
  const loss = lossOf(facts);
  if (loss === undefined) return "always";
  if (wanted === "unsafe") return "unsafe";
  if (canWait(facts)) return "wait-aof";
  throw new Error(loss);
}

/** How Redis could lose what it answered, and what to change. `undefined` when it could not. */
export function lossOf(facts: RedisFacts): string | undefined {
  const fault = keepingFault(facts) ?? fsyncFault(facts);
  return (
    fault &&
    `Redis could lose deliveries that were answered 2xx: ${fault}. Change it, or pass durability: "unsafe" to bullmqStore and accept the loss.`
  );
}

/** How Redis could lose what it answers since it came back, if it was opened with this durability. */
export function lossSince(durability: Durability, facts: RedisFacts): string | undefined {
  if (durability === "wait-aof" && canWait(facts)) return undefined;
  const loss = lossOf(facts);
  return loss && `Redis came back with other settings. ${loss}`;
}

function keepingFault({ appendonly, maxmemoryPolicy }: RedisFacts): string | undefined {
  if (maxmemoryPolicy !== "noeviction") {
    return `maxmemory-policy is ${maxmemoryPolicy ?? "unknown"} and must be noeviction`;
  }
  return appendonly === "yes" ? undefined : `appendonly is ${appendonly ?? "unknown"} and must be yes`;
}

function fsyncFault({ appendfsync, noFsyncOnRewrite }: RedisFacts): string | undefined {
  if (appendfsync !== "always") {
    return `appendfsync is ${appendfsync ?? "unknown"} and must be always (or everysec on Redis 7.2 or newer, which can be asked to wait)`;
  }
  return noFsyncOnRewrite === "yes" ? "no-appendfsync-on-rewrite is yes and must be no" : undefined;
}

/** Whether Redis can be asked. With `no` it never says that it has written, and what is left out of `always` it cannot prove. */
function canWait(facts: RedisFacts): boolean {
  return (
    keepingFault(facts) === undefined && facts.appendfsync === "everysec" && isAtLeast(facts.version, 7, 2)
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
