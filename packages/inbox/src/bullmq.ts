import { Job, Queue, type ConnectionOptions } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { commitToQueue, restart } from "./bullmq-commit.ts";
import { waitingDisk, type Disk } from "./bullmq-disk.ts";
import { durabilityOf, lossOf, readFacts, type Durability } from "./bullmq-durability.ts";
import { toEntry, type JobData } from "./bullmq-job.ts";
import { countQueue, listQueue } from "./bullmq-list.ts";
import { purgeQueue } from "./bullmq-purge.ts";
import { release } from "./bullmq-release.ts";
import { startQueueWorker, type QueueWorker } from "./bullmq-worker.ts";
import { systemClock } from "./clock.ts";
import { commitByQueue } from "./commit-by-queue.ts";
import type { Entry } from "./entry.ts";
import { requireInteger } from "./options.ts";
import { queueName } from "./queue-name.ts";
import type { InboxRow, Outcome, Settings, Store } from "./store.ts";

/** Options of `bullmqStore`. */
export interface BullmqStoreOptions {
  /**
   * ioredis options, e.g. `{ host, port, password }`, a URL such as `redis://localhost:6379`, or a client of ioredis: the store
   * connects with its options, and leaves the client itself alone. No cluster. A command that Redis does not answer within
   * `commandTimeout` milliseconds rejects; default 8 000. Workers have no such limit.
   */
  readonly connection: RedisOptions | Redis | string;
  /** Start of every Redis key. Default `"flaghook"`. One inbox has one. */
  readonly prefix?: string;
  /** Largest body as stored, after compression, in bytes: Redis keeps it in memory. Default 8 MiB. */
  readonly maxBytes?: number;
  /**
   * `"unsafe"` opens a Redis that can lose what it acknowledged, and warns. Without it the store refuses to open unless
   * `appendfsync always` is set, or Redis is 7.2 or newer and waits for its disk when asked to (WAITAOF; some releases do not),
   * and nothing is evicted. With `everysec` an accept then takes up to two seconds, and a process takes in at most 256
   * deliveries per second; `"unsafe"` does not wait.
   */
  readonly durability?: "unsafe";
}

/** Below the 10 s that senders wait: they must hear of a Redis that hangs, to send again. In milliseconds. */
const COMMAND_TIMEOUT = 8000;

/**
 * A store on Redis through BullMQ: one queue per provider, leased, retried and taken over by BullMQ itself. Needs Redis 6.2 or
 * newer.
 *
 * Dedupe lasts for one window after a delivery was done, if that was within a window of its accept. A delivery still not
 * handled after two windows can be stored a second time.
 *
 * @throws {TypeError} when an option is out of range
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { bullmqStore } from "@flaghook/inbox/bullmq";
 *
 * export const inbox = createInbox({ store: bullmqStore({ connection: "redis://localhost:6379" }) });
 * ```
 */
export function bullmqStore({
  connection: given,
  prefix = "flaghook",
  maxBytes = 8 * 1024 * 1024,
  durability: wanted,
}: BullmqStoreOptions): Store {
  const connection = readConnection(given);
  requireInteger("maxBytes", maxBytes, 1);
  const workers = new Set<QueueWorker>();
  const queues = new Map<string, Promise<Queue<JobData>>>();
  let opened:
    | { readonly redis: Redis; readonly settings: Settings; readonly disk: Disk | undefined }
    | undefined;

  function client(): NonNullable<typeof opened> {
    if (opened === undefined) throw new Error("the bullmq store is not open.");
    return opened;
  }

  function queueOf(name: string): Promise<Queue<JobData>> {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = openQueue(name);
    queues.set(name, queue);
    // A Redis that was away for a moment must not refuse this provider for ever: the next call opens it anew.
    queue.catch(() => {
      if (queues.get(name) === queue) queues.delete(name);
    });
    return queue;
  }

  async function openQueue(name: string): Promise<Queue<JobData>> {
    const { redis, settings } = client();
    // BullMQ has no list of its queues, and counts span them all.
    await redis.sadd(`${prefix}:queues`, name);
    const queue = new Queue<JobData>(name, {
      connection: redis,
      prefix,
      skipMetasUpdate: false,
    });
    queue.on("error", settings.onError);
    try {
      // It keeps a first failure for ever.
      await queue.waitUntilReady();
    } catch (error) {
      await queue.close().catch(settings.onError);
      throw error;
    }
    return queue;
  }

  async function allQueues(): Promise<Queue<JobData>[]> {
    const names = await client().redis.smembers(`${prefix}:queues`);
    return Promise.all(names.toSorted().map(queueOf));
  }

  async function commitTo(name: string, entries: readonly Entry[]): Promise<readonly Outcome[]> {
    const { redis, settings } = client();
    return commitToQueue({ queue: await queueOf(name), redis }, entries, settings);
  }

  async function openDisk(settings: Settings): Promise<Disk> {
    // What is cut off rejects at once, and is not sent again.
    const own = { maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT };
    const disk = waitingDisk(connect(connection, settings, own), `${prefix}:disk`);
    try {
      await disk.prove();
      return disk;
    } catch (error) {
      disk.close();
      throw error;
    }
  }

  async function retry(id: string): Promise<boolean> {
    const [name = "", jobId = ""] = id.split(":");
    const { redis } = client();
    const names = await redis.smembers(`${prefix}:queues`);
    if (!names.includes(name) || jobId === "") return false;
    const queue = await queueOf(name);
    const job = await Job.fromId<JobData>(queue, jobId);
    return job !== undefined && restart({ queue, redis }, job, toEntry(job.data));
  }

  return {
    name: "bullmq",
    clock: systemClock,
    maxBytes,
    async open(settings) {
      if (opened !== undefined) return;
      const redis = connect(connection, settings);
      try {
        const durability = await checkDurability(redis, wanted);
        const disk = durability === "wait-aof" ? await openDisk(settings) : undefined;
        opened = { redis, settings, disk };
      } catch (error) {
        redis.disconnect();
        throw error;
      }
    },
    async commit(batch) {
      const { disk } = client();
      const write = (): Promise<readonly Outcome[]> => commitByQueue(batch, commitTo);
      return disk === undefined ? write() : disk.keep(write);
    },
    async work(providers, run) {
      const { settings } = client();
      const started = await Promise.all(
        providers.map(async (provider) => {
          const queue = await queueOf(queueName(provider));
          const giveBack = (jobId: string, token: string): Promise<void> =>
            release(queue, client().redis, jobId, token);
          const redis = workerOptions(connection);
          return startQueueWorker({ queue: queue.name, prefix, connection: redis, settings, run, giveBack });
        }),
      );
      for (const worker of started) workers.add(worker);
      return {
        async stop(timeout) {
          await Promise.all(started.map((worker) => worker.stop(timeout)));
          for (const worker of started) workers.delete(worker);
        },
      };
    },
    async list({ state, limit, after }) {
      const { redis } = client();
      const rows: InboxRow[] = [];
      const [afterQueue, afterId] = after?.split(":") ?? [];
      const all = await allQueues();
      const from = Math.max(
        0,
        all.findIndex(({ name }) => name === afterQueue),
      );
      for (const queue of all.slice(from)) {
        const query = {
          state,
          limit: limit - rows.length,
          after: queue.name === afterQueue ? afterId : undefined,
        };
        if (query.limit > 0) rows.push(...(await listQueue(queue, redis, query)));
      }
      return rows;
    },
    async counts() {
      const counts = { pending: 0, running: 0, done: 0, dead: 0 };
      for (const queue of await allQueues()) {
        const own = await countQueue(queue, client().redis);
        for (const state of Object.keys(counts) as (keyof typeof counts)[]) counts[state] += own[state];
      }
      return counts;
    },
    retry,
    async purge(before, dead) {
      const { redis, settings } = client();
      let count = 0;
      for (const queue of await allQueues()) {
        count += await purgeQueue(queue, redis, { before, dead, window: settings.window });
      }
      return count;
    },
    async close() {
      const closing = opened;
      opened = undefined;
      // One that could not be opened has nothing to close.
      await Promise.allSettled(Array.from(queues.values(), async (queue) => (await queue).close()));
      queues.clear();
      closing?.redis.disconnect();
      closing?.disk?.close();
    },
    async abandon() {
      await Promise.all(Array.from(workers, (worker) => worker.abandon()));
      workers.clear();
      queues.clear();
      opened?.redis.disconnect();
      opened?.disk?.close();
      opened = undefined;
    },
  };
}

/**
 * A URL, or options: a client's own when it is one. Told by its form, since a client may come from another copy of ioredis.
 *
 * @throws {TypeError} for anything else, a cluster among it
 */
function readConnection(given: RedisOptions | Redis | string): RedisOptions | string {
  if (typeof given === "string") return given;
  if (typeof given !== "object" || given === null || ("isCluster" in given && given.isCluster)) {
    throw new TypeError(
      "connection must be one Redis: its options, a client or a URL. A cluster is not supported.",
    );
  }
  return "isCluster" in given ? given.options : given;
}

// An accept that cannot reach Redis must fail soon, so that the provider sends again; workers may wait for ever.
function connect(
  connection: RedisOptions | string,
  { onError }: Settings,
  own: Pick<RedisOptions, "maxRetriesPerRequest" | "commandTimeout"> = {},
): Redis {
  const options = { maxRetriesPerRequest: 1, replyMapping: "legacy", ...own } as const;
  const redis =
    typeof connection === "string"
      ? new Redis(connection, { commandTimeout: COMMAND_TIMEOUT, ...options })
      : new Redis({
          ...connection,
          commandTimeout: connection.commandTimeout ?? COMMAND_TIMEOUT,
          ...options,
        });
  redis.on("error", onError);
  return redis;
}

function workerOptions(connection: RedisOptions | string): ConnectionOptions {
  const options = typeof connection === "string" ? { url: connection } : connection;
  // Waiting for work is a command that takes long.
  return { ...options, commandTimeout: undefined, maxRetriesPerRequest: null } as ConnectionOptions;
}

async function checkDurability(redis: Redis, wanted: "unsafe" | undefined): Promise<Durability> {
  const info = await redis.info();
  const config = await redis.config("GET", "*append*").catch(() => []);
  const facts = readFacts(info, config as string[]);
  const durability = durabilityOf(facts, wanted);
  if (durability === "unsafe") process.emitWarning(lossOf(facts)!, { type: "FlaghookInboxWarning" });
  return durability;
}
