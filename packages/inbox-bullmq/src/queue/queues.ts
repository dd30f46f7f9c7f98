import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { JobData } from "./job.ts";

/** One provider's queue. What Redis has of a job may be damaged. */
export type DeliveryQueue = Queue<Partial<JobData> | null>;

/** All queues, over one connection. */
export interface Queues {
  readonly redis: Redis;
  /** Opened at first use. */
  get(name: string): Promise<DeliveryQueue>;
  /** Every queue that any process has opened, by name. */
  all(): Promise<readonly DeliveryQueue[]>;
  /** Closes them and the connection. */
  close(): Promise<void>;
}

/** A provider's queue, with a connection for what BullMQ has no call for. */
export interface QueueAccess {
  readonly queue: DeliveryQueue;
  readonly redis: Redis;
}

export function createQueues(redis: Redis, prefix: string, onError: (error: unknown) => void): Queues {
  const queues = new Map<string, Promise<DeliveryQueue>>();

  function get(name: string): Promise<DeliveryQueue> {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = open(name);
    queues.set(name, queue);
    // A Redis that was away for a moment must not refuse this provider for good: open it anew.
    queue.catch(() => {
      if (queues.get(name) === queue) queues.delete(name);
    });
    return queue;
  }

  async function open(name: string): Promise<DeliveryQueue> {
    // BullMQ has no list of its queues, and counts span them all.
    await redis.sadd(`${prefix}:queues`, name);
    const queue: DeliveryQueue = new Queue(name, { connection: redis, prefix, skipMetasUpdate: false });
    queue.on("error", onError);
    try {
      // BullMQ would keep a first failure for good.
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
      // A queue that could not be opened has nothing to close.
      await Promise.allSettled(Array.from(queues.values(), async (queue) => (await queue).close()));
      queues.clear();
      redis.disconnect();
    },
  };
}
