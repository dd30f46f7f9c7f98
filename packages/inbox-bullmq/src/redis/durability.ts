/**
 * What you say about a Redis. `"asserted"`: it keeps what it acknowledges, though it does not let
 * us look. `"unsafe"`: it may lose deliveries.
 */
export type Durability = "asserted" | "unsafe";

/** What Redis says about itself. `undefined` where it does not say, as many managed ones do. */
export interface RedisFacts {
  readonly appendonly: string | undefined;
  readonly appendfsync: string | undefined;
  /** `"yes"` leaves out the fsync while Redis rewrites its file, also with `always`. */
  readonly noFsyncOnRewrite: string | undefined;
  readonly maxmemoryPolicy: string | undefined;
}

/**
 * Says how Redis could lose what it acknowledged, and what to change. `undefined` when it could
 * not, or when you vouch for what it does not say.
 */
export function lossOf(facts: RedisFacts, durability?: Durability): string | undefined {
  const fault = faultOf(facts);
  if (fault !== undefined) {
    return `Redis could lose deliveries that were answered 2xx: ${fault}. Change it, or pass durability: "unsafe" to bullmqStore and accept the loss.`;
  }
  const unknown = unknownIn(facts);
  if (unknown.length === 0 || durability === "asserted") return undefined;
  return `this Redis does not tell its ${unknown.join(", ")}, so nobody knows whether it keeps deliveries that were answered 2xx. Where your provider documents appendonly yes, appendfsync always and maxmemory-policy noeviction (an fsync at every write, and no eviction), pass durability: "asserted" to bullmqStore; else "unsafe", and accept the loss.`;
}

function faultOf({
  appendonly,
  appendfsync,
  noFsyncOnRewrite,
  maxmemoryPolicy,
}: RedisFacts): string | undefined {
  if (isOther(maxmemoryPolicy, "noeviction"))
    return `maxmemory-policy is ${maxmemoryPolicy} and must be noeviction`;
  if (isOther(appendonly, "yes")) return `appendonly is ${appendonly} and must be yes`;
  if (isOther(appendfsync, "always")) return `appendfsync is ${appendfsync} and must be always`;
  return noFsyncOnRewrite === "yes" ? "no-appendfsync-on-rewrite is yes and must be no" : undefined;
}

function isOther(value: string | undefined, wanted: string): boolean {
  return value !== undefined && value !== wanted;
}

function unknownIn({ appendonly, appendfsync, maxmemoryPolicy }: RedisFacts): string[] {
  const settings = { appendonly, appendfsync, "maxmemory-policy": maxmemoryPolicy };
  return Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [name] : []));
}

/** Reads the lines of INFO and the pairs of CONFIG GET. */
export function readFacts(info: string, config: readonly string[]): RedisFacts {
  const pairs = new Map<string, string>();
  for (let index = 0; index + 1 < config.length; index += 2) pairs.set(config[index]!, config[index + 1]!);
  return {
    appendonly: pairs.get("appendonly"),
    appendfsync: pairs.get("appendfsync"),
    noFsyncOnRewrite: pairs.get("no-appendfsync-on-rewrite"),
    maxmemoryPolicy: pairs.get("maxmemory-policy") ?? /^maxmemory_policy:(\S+)/m.exec(info)?.[1],
  };
}
