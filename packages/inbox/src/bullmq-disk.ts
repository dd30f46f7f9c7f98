import type { Redis } from "ioredis";

/** Below the 8 s that a command may take, so that Redis says itself that its disk was too slow. In milliseconds. */
const LONGEST_WAIT = 7000;

/** The disk of a Redis that answers before it has written there, as with `appendfsync everysec`. */
export interface Disk {
  /**
   * Does `write`, and resolves once everything that Redis had answered by its end is on disk, whoever wrote it.
   *
   * @throws {Error} when the disk was too slow, or the connection broke: nobody knows then what became of it
   */
  keep<Result>(write: () => Promise<Result>): Promise<Result>;
  close(): void;
}

/**
 * Asks Redis to wait for its disk (WAITAOF), which keeps a connection from doing anything else.
 *
 * @param redis A connection for that alone. It must not send a command again that was cut off: over a new connection WAITAOF
 * answers at once, since that one has written nothing.
 * @param key Where to write. Redis waits for the last write of the connection that asks: it needs one of its own.
 */
export function waitingDisk(
  redis: Pick<Redis, "on" | "ping" | "set" | "call" | "disconnect">,
  key: string,
  longest: number = LONGEST_WAIT,
): Disk {
  let breaks = 0;
  redis.on("close", () => breaks++);

  return {
    async keep(write) {
      // As long as this connection holds, it is the same Redis, and has not come back without what it had not written yet.
      await redis.ping();
      const before = breaks;
      const result = await write();
      const [, reply] = await Promise.all([redis.set(key, "1"), redis.call("WAITAOF", 1, 0, longest)]);
      if (breaks !== before) throw new Error("the connection to Redis broke before its disk had a delivery.");
      const [local] = reply as [local: number, replicas: number];
      if (local < 1) throw new Error(`Redis did not write a delivery to disk within ${longest} ms.`);
      return result;
    },
    close: () => redis.disconnect(),
  };
}
