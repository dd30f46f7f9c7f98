import {
  assertInteger,
  assertKnownOptions,
  assertStoreName,
  commitByProvider,
  queueName,
  systemClock,
  type Acceptance,
  type Entry,
  type Store,
  type StoreSettings,
} from "@flaghook/inbox/store";
import { commitToQueue } from "./commit/commit-to-queue.ts";
import { entryToRetry, restart, type QueueContext } from "./commit/restart.ts";
import { deleteJob, getJob } from "./operate/one-job.ts";
import {
  countQueues,
  listQueues,
  oldestPendingOf,
  pausedQueues,
  purgeInTurn,
  purgeQueues,
} from "./operate/every-queue.ts";
import { placeOf } from "./queue/job.ts";
import { createQueues, type DeliveryQueue, type Queues } from "./queue/queues.ts";
import { readJob } from "./queue/readable-job.ts";
import { placeAgain } from "./queue/turns.ts";
import {
  connect,
  readConnection,
  workerOptions,
  type RedisClient,
  type RedisConnectionOptions,
} from "./redis/connection.ts";
import { lossOf, type Durability } from "./redis/durability.ts";
import { watchRoom } from "./redis/room.ts";
import { withSafeErrors } from "./redis/safe-errors.ts";
import { askFacts, watchDurability } from "./redis/watch-durability.ts";
import { startQueueWorker, type QueueWorker } from "./worker/queue-worker.ts";
import { release } from "./worker/release.ts";

export type { RedisClient, RedisConnectionOptions } from "./redis/connection.ts";
export type { Durability } from "./redis/durability.ts";

/** Options of `bullmqStore`. */
export interface BullmqStoreOptions {
  /**
   * Keeps apart the apps that share a Redis: all keys begin with `flaghook:<name>`. Up to 40
   * lower-case letters and digits, with single hyphens or underscores between. All processes of one
   * inbox have the same.
   */
  readonly name: string;
  /**
   * A URL such as `redis://localhost:6379`; ioredis options, e.g. `{ host, port, password }` or
   * `{ url, tls: { ca } }`; or a client of ioredis: the store connects with its options, and leaves
   * the client itself alone. No cluster.
   *
   * A command that Redis does not respond within `commandTimeout` (default 8 000 ms) rejects, and
   * the store opens the connection anew. Workers have no such limit: their connections open anew
   * after 12 000 ms without a response.
   */
  readonly connection: RedisConnectionOptions | RedisClient | string;
  /**
   * Largest body as stored, after compression, in bytes: Redis keeps it in memory. Default 8 388
   * 608 (8 MiB).
   */
  readonly maxBytes?: number;
  /**
   * The store refuses to open a Redis without `appendonly yes`, `appendfsync always`,
   * `no-appendfsync-on-rewrite no` and `maxmemory-policy noeviction`. `"asserted"` takes your word
   * for what a managed Redis does not tell. `"unsafe"` opens any Redis, also one that can lose what
   * it acknowledged, and warns.
   */
  readonly durability?: Durability;
}

interface Opened {
  readonly settings: StoreSettings;
  readonly queues: Queues;
  /** Rejects while a Redis that came back no longer keeps what it acknowledges. */
  readonly assertDurable: () => Promise<void>;
  /** Rejects for a batch that would leave Redis too full to handle what it has. */
  readonly assertRoom: (batch: readonly Entry[]) => Promise<void>;
}

/**
 * A store on Redis through BullMQ: one queue per provider, leased, retried and taken over by BullMQ
 * itself. Needs Redis 6.2 or newer.
 *
 * Remembers a delivery for one window after it was done, if that was within a window of its accept.
 * A delivery that is still not handled after two windows can be stored a second time.
 *
 * @throws {TypeError} when an option is missing, unknown or out of range
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { bullmqStore } from "@flaghook/inbox-bullmq";
 *
 * const store = bullmqStore({ name: "shop", connection: "redis://localhost:6379" });
 * export const inbox = createInbox({ store });
 * ```
 */
export function bullmqStore(options: BullmqStoreOptions): Store {
  assertKnownOptions("bullmqStore", options, ["name", "connection", "maxBytes", "durability"]);
  const { name, maxBytes = 8 * 1024 * 1024, durability } = options;
  assertStoreName(name);
  const connection = readConnection(options.connection);
  assertInteger("maxBytes", maxBytes, 1);
  if (durability !== undefined && durability !== "asserted" && durability !== "unsafe") {
    throw new TypeError('durability must be "asserted" or "unsafe", or left out.');
  }
  const prefix = `flaghook:${name}`;
  const workers = new Set<QueueWorker>();
  let opened: Opened | undefined;

  function open(): Opened {
    if (opened === undefined) throw new Error("the bullmq store is not open.");
    return opened;
  }

  function contextOf(queue: DeliveryQueue): QueueContext {
    const { queues, settings } = open();
    return { queue, redis: queues.redis, settings };
  }

  /** Where the job of a row's id is. */
  async function findQueue(
    id: string,
  ): Promise<{ readonly queue: DeliveryQueue; readonly jobId: string } | undefined> {
    const [queueId, jobId = ""] = placeOf(id) ?? [];
    const queue = (await open().queues.all()).find((one) => one.name === queueId);
    return queue && { queue, jobId };
  }

  async function commitTo(provider: string, entries: readonly Entry[]): Promise<readonly Acceptance[]> {
    return commitToQueue(contextOf(await open().queues.get(queueName(provider))), entries);
  }

  return withSafeErrors({
    name: "bullmq",
    clock: systemClock,
    maxBytes,
    async open(settings) {
      if (opened !== undefined) return;
      const redis = connect(connection, settings.onError);
      try {
        const loss = lossOf(await askFacts(redis), durability);
        if (loss !== undefined && durability !== "unsafe") throw new Error(loss);
        if (loss !== undefined) process.emitWarning(loss, { type: "FlaghookInboxWarning" });
        const queues = createQueues(redis, prefix, settings.onError);
        opened = {
          settings,
          queues,
          assertDurable: watchDurability(redis, durability, settings.onError),
          assertRoom: watchRoom(redis),
        };
      } catch (error) {
        redis.disconnect();
        throw error;
      }
    },
    async commit(batch) {
      const { assertDurable, assertRoom } = open();
      await assertDurable();
      await assertRoom(batch);
      const acceptances = await commitByProvider(batch, commitTo);
      // Redis may have gone and come back in between.
      await assertDurable();
      return acceptances;
    },
    async startWorkers(providers, run, limits) {
      const { settings, queues } = open();
      const started = await Promise.all(
        providers.map(async (provider) => {
          const queue = await queues.get(queueName(provider));
          return startQueueWorker({
            queue: queue.name,
            prefix,
            connection: workerOptions(connection),
            settings,
            limits: limits?.get(provider) ?? {},
            run,
            giveBack: (lock) => release({ queue, redis: queues.redis }, lock),
            placeAgain: (job) => placeAgain({ queue, redis: queues.redis }, job),
          });
        }),
      );
      for (const worker of started) workers.add(worker);
      return {
        async stop(timeoutMs) {
          await Promise.all(started.map((worker) => worker.stop(timeoutMs)));
          for (const worker of started) workers.delete(worker);
        },
      };
    },
    async pause(provider) {
      await (await open().queues.get(queueName(provider))).pause();
    },
    async resume(provider) {
      await (await open().queues.get(queueName(provider))).resume();
    },
    paused: async () => pausedQueues(open().queues),
    list: async (query) => listQueues(open().queues, query),
    oldestPending: async () => oldestPendingOf(open().queues),
    counts: async () => countQueues(open().queues),
    async get(id) {
      const found = await findQueue(id);
      return found && getJob(contextOf(found.queue), found.jobId);
    },
    async delete(id) {
      const found = await findQueue(id);
      if (found === undefined) return "unknown";
      return deleteJob(contextOf(found.queue), found.jobId, open().settings.windowMs);
    },
    async retry(id) {
      const found = await findQueue(id);
      if (found === undefined) return false;
      const { queue, jobId } = found;
      const job = await readJob(queue, jobId);
      const retried = job && (await entryToRetry(contextOf(queue), job));
      return job !== undefined && retried !== undefined && restart(contextOf(queue), job, retried.entry);
    },
    async purge(before, dead) {
      const { queues, settings } = open();
      const purge = { before, dead, windowMs: settings.windowMs };
      return dead ? purgeQueues(queues, purge) : purgeInTurn(queues, purge, prefix);
    },
    async close() {
      const closing = opened;
      opened = undefined;
      await closing?.queues.close();
    },
    async abandon() {
      await Promise.all(Array.from(workers, (worker) => worker.abandon()));
      workers.clear();
      opened?.queues.redis.disconnect();
      opened = undefined;
    },
  });
}
