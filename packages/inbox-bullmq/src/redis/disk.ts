import type { Redis } from "ioredis";

/** Below the 8 s that a command may take, so that Redis says itself that its disk was too slow. In milliseconds. */
const LONGEST_WAIT = 7000;
/** Waits that follow each other, to see whether Redis waits at all. */
const TRIAL_WAITS = 3;
/** Under what they take at least: between one fsync and the next is a second, by Redis's clock of some milliseconds. */
const SHORTEST_TRIAL = (TRIAL_WAITS - 1) * 950;

/** The disk of a Redis that answers before it has written there, as with `appendfsync everysec`. */
export interface Disk {
  /**
   * Does `write` over the connection, and resolves once everything that Redis had answered by its end is on disk, whoever wrote
   * it.
   *
   * @param hasWritten Whether the last thing that counts was written over this connection. Redis waits for no other's writes: where
   * it is not so, one more write is waited for, and that is a second later.
   * @throws {Error} when the disk was too slow, or the connection broke: nobody knows then what became of it
   */
  keep<Result>(write: () => Promise<Result>, hasWritten: (result: Result) => boolean): Promise<Result>;
  /**
   * Finds out whether Redis waits for its disk, which takes two to three seconds.
   *
   * @throws {Error} when it only says so, as some releases of Redis 7 and of Valkey 8 do
   * @see https://github.com/redis/redis/pull/13793 (checked 2026-11-21)
   */
  prove(): Promise<void>;
}

/** How long to wait, and by which clock. Milliseconds. */
export interface DiskOptions {
  readonly longest?: number;
  readonly now?: () => number;
}

/**
 * Asks Redis to wait for its disk (WAITAOF), which keeps a connection from doing anything else.
 *
 * @param redis A connection for commits alone. It must not send a command again that was cut off: over a new connection WAITAOF
 * answers at once, since that one has written nothing.
 * @param key Where to write what is only written to wait for it.
 */
export function waitingDisk(
  redis: Pick<Redis, "on" | "ping" | "set" | "call">,
  key: string,
  { longest = LONGEST_WAIT, now = () => performance.now() }: DiskOptions = {},
): Disk {
  let breaks = 0;
  redis.on("close", () => breaks++);

  async function keep<Result>(
    write: () => Promise<Result>,
    hasWritten: (result: Result) => boolean,
  ): Promise<Result> {
    // As long as this connection holds, it is the same Redis, and has not come back without what it had not written yet.
    await redis.ping();
    const before = breaks;
    const result = await write();
    if (!hasWritten(result)) await redis.set(key, "1");
    const reply = await redis.call("WAITAOF", 1, 0, longest);
    if (breaks !== before) throw new Error("the connection to Redis broke before its disk had a delivery.");
    const [local] = reply as [local: number, replicas: number];
    if (local < 1) throw new Error(`Redis did not write a delivery to disk within ${longest} ms.`);
    return result;
  }

  return {
    keep,
    async prove() {
      const startedAt = now();
      for (let wait = 1; wait <= TRIAL_WAITS; wait++) {
        await keep(
          () => redis.set(key, "1"),
          () => true,
        );
        // Two are enough on a slow disk.
        if (wait > 1 && now() - startedAt >= SHORTEST_TRIAL) return;
      }
      // Each write should have waited for an fsync of its own. A rewrite of the file can bring one more; then the next try opens.
      throw new Error(
        'Redis could lose deliveries that were answered 2xx: this release answers WAITAOF before its disk has anything. Set appendfsync to always, or pass durability: "unsafe" to bullmqStore and accept the loss.',
      );
    },
  };
}
