import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { JobData } from "./job.ts";

/** The queues as one connection reaches them. */
export interface Queues {
  readonly redis: Redis;
  /** Opened when it is first asked for. */
  get(name: string): Promise<Queue<JobData>>;
  /** Every queue that anybody has opened, by name. */
  all(): Promise<readonly Queue<JobData>[]>;
  /** Closes them and the connection. */
  close(): Promise<void>;
}

export function queuesOver(redis: Redis, prefix: string, onError: (error: unknown) => void): Queues {
  const queues = new Map<string, Promise<Queue<JobData>>>();

  function get(name: string): Promise<Queue<JobData>> {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = open(name);
    queues.set(name, queue);
    // A Redis that was away for a moment must not refuse this provider for ever: the next call opens it anew.
    queue.catch(() => {
      if (queues.get(name) === queue) queues.delete(name);
    });
    return queue;
  }

  async function open(name: string): Promise<Queue<JobData>> {
    // BullMQ has no list of its queues, and counts span them all.
    await redis.sadd(`${prefix}:queues`, name);
    const queue = new Queue<JobData>(name, { connection: redis, prefix, skipMetasUpdate: false });
    queue.on("error", onError);
    try {
      // It keeps a first failure for ever.
      await queue.waitUntilReady();
    } catch (error) {
      await queue.close().catch(onError);
      throw error;
    }
    return queue;
  }

  return {
    redis,
    get,
    async all() {
      const names = await redis.smembers(`${prefix}:queues`);
      return Promise.all(names.toSorted().map(get));
    },
    async close() {
      // One that could not be opened has nothing to close.
      await Promise.allSettled(Array.from(queues.values(), async (queue) => (await queue).close()));
      queues.clear();
      redis.disconnect();
    },
  };
}
