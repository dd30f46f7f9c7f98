import type { Redis, RedisOptions } from "ioredis";
import { commitToQueue, restart } from "./commit/commit.ts";
import { connect, connectToWait, readConnection, workerOptions } from "./redis/connection.ts";
import { waitingDisk, type Disk } from "./redis/disk.ts";
import { durabilityOf, lossOf } from "./redis/durability.ts";
import { askFacts, watchDurability } from "./redis/watch-durability.ts";
import { withPlainErrors } from "./redis/plain-errors.ts";
import { toEntry } from "./queue/job.ts";
import { countQueue, listQueue } from "./operate/list.ts";
import { lockAgain } from "./work/lock.ts";
import { purgeQueue } from "./operate/purge.ts";
import { queuesOver, type Queues } from "./queue/queues.ts";
import { readJob } from "./queue/read-job.ts";
import { release } from "./work/release.ts";
import { startQueueWorker, type QueueWorker } from "./work/worker.ts";
import {
  commitByQueue,
  type Entry,
  type InboxRow,
  type Outcome,
  queueName,
  requireInteger,
  type Settings,
  type Store,
  systemClock,
} from "@flaghook/inbox/store";

/** Options of `bullmqStore`. */
export interface BullmqStoreOptions {
  /**
   * ioredis options, e.g. `{ host, port, password }`, a URL such as `redis://localhost:6379`, or a client of ioredis: the store
   * connects with its options, and leaves the client itself alone. No cluster. A command that Redis does not answer within
   * `commandTimeout` milliseconds rejects, and the connection is opened anew; default 8 000. Workers have no such limit; theirs
   * are opened anew after 12 000 ms without an answer.
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

interface Opened {
  readonly settings: Settings;
  readonly queues: Queues;
  /** The same, or over a connection of its own where a commit waits for the disk. */
  readonly committing: Queues;
  readonly disk: Disk | undefined;
  /** Rejects when Redis came back and no longer keeps what it acknowledges. */
  readonly makeSure: () => Promise<void>;
}

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
 * import { bullmqStore } from "@flaghook/inbox-bullmq";
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
  let opened: Opened | undefined;

  function open(): Opened {
    if (opened === undefined) throw new Error("the bullmq store is not open.");
    return opened;
  }

  async function commitTo(name: string, entries: readonly Entry[]): Promise<readonly Outcome[]> {
    const { committing, settings } = open();
    const engine = { queue: await committing.get(name), redis: committing.redis, settings };
    return commitToQueue(engine, entries);
  }

  async function openWaiting(settings: Settings): Promise<{ committing: Queues; disk: Disk }> {
    const redis = connectToWait(connection, settings.onError);
    const disk = waitingDisk(redis, `${prefix}:disk`);
    try {
      await disk.prove();
      return { committing: queuesOver(redis, prefix, settings.onError), disk };
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  async function retry(id: string): Promise<boolean> {
    const [name = "", jobId = ""] = id.split(":");
    const { queues, settings } = open();
    const queue = (await queues.all()).find((one) => one.name === name);
    if (queue === undefined || jobId === "") return false;
    const job = await readJob(queue, jobId);
    if (job === undefined) return false;
    const entry = job.data.isDamaged ? undefined : toEntry(job.data);
    return restart({ queue, redis: queues.redis, settings }, job, entry);
  }

  return withPlainErrors({
    name: "bullmq",
    clock: systemClock,
    maxBytes,
    async open(settings) {
      if (opened !== undefined) return;
      const redis = connect(connection, settings.onError);
      try {
        const queues = queuesOver(redis, prefix, settings.onError);
        const facts = await askFacts(redis);
        const durability = durabilityOf(facts, wanted);
        if (durability === "unsafe") process.emitWarning(lossOf(facts)!, { type: "FlaghookInboxWarning" });
        const isWaiting = durability === "wait-aof";
        const own = isWaiting ? await openWaiting(settings) : { committing: queues, disk: undefined };
        const makeSure = watchDurability(own.committing.redis, wanted ?? durability, settings.onError);
        opened = { queues, settings, makeSure, ...own };
      } catch (error) {
        redis.disconnect();
        throw error;
      }
    },
    async commit(batch) {
      const { disk, makeSure } = open();
      const write = (): Promise<readonly Outcome[]> => commitByQueue(batch, commitTo);
      const areWrites = (outcomes: readonly Outcome[]): boolean =>
        outcomes.every((outcome, index) => isWrite(batch[index]!, outcome));
      await makeSure();
      const outcomes = await (disk === undefined ? write() : disk.keep(write, areWrites));
      // It may have gone and come back in between.
      await makeSure();
      return outcomes;
    },
    async work(providers, run) {
      const { settings, queues } = open();
      const started = await Promise.all(
        providers.map(async (provider) => {
          const queue = await queues.get(queueName(provider));
          const giveBack = (jobId: string, token: string): Promise<void> =>
            release(queue, queues.redis, jobId, token);
          return startQueueWorker({
            queue: queue.name,
            prefix,
            connection: workerOptions(connection),
            settings,
            run,
            lockAgain: (held, worker) =>
              lockAgain(queue, queues.redis, held, { lease: settings.lease, worker }),
            giveBack,
          });
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
      const { queues } = open();
      const rows: InboxRow[] = [];
      const [afterQueue, afterId] = after?.split(":") ?? [];
      const all = await queues.all();
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
        if (query.limit > 0) rows.push(...(await listQueue(queue, queues.redis, query)));
      }
      return rows;
    },
    async counts() {
      const { queues } = open();
      const counts = { pending: 0, running: 0, done: 0, dead: 0 };
      for (const queue of await queues.all()) {
        const own = await countQueue(queue, queues.redis);
        for (const state of Object.keys(counts) as (keyof typeof counts)[]) counts[state] += own[state];
      }
      return counts;
    },
    retry,
    async purge(before, dead) {
      const { queues, settings } = open();
      let count = 0;
      for (const queue of await queues.all()) {
        count += await purgeQueue(queue, queues.redis, { before, dead, window: settings.window });
      }
      return count;
    },
    async close() {
      const closing = opened;
      opened = undefined;
      const all = new Set(closing && [closing.committing, closing.queues]);
      await Promise.all(Array.from(all, (queues) => queues.close()));
    },
    async abandon() {
      await Promise.all(Array.from(workers, (worker) => worker.abandon()));
      workers.clear();
      opened?.queues.redis.disconnect();
      opened?.committing.redis.disconnect();
      opened = undefined;
    },
  });
}

/** What was stored or revived was written by its commit. A duplicate may be somebody else's write, as may what is dead already. */
function isWrite({ held }: Entry, outcome: Outcome): boolean {
  return outcome === "accepted" && held === undefined;
}
