import { randomUUID } from "node:crypto";
import {
  listMatching,
  providerOf,
  queueName,
  STATES,
  type InboxCounts,
  type InboxRow,
  type PageQuery,
  type State,
  type StoreListQuery,
} from "@flaghook/inbox/store";
import { placeOf } from "../queue/job.ts";
import type { Queues } from "../queue/queues.ts";
import { countQueue, firstTimes, listQueue } from "./list-queue.ts";
import { remember } from "./places.ts";
import { purgeQueue, type QueuePurge } from "./purge-queue.ts";

/**
 * Lists the jobs of every queue in one state, queue by queue, and remembers where the page ends.
 */
export async function listQueues(queues: Queues, query: StoreListQuery): Promise<readonly InboxRow[]> {
  const rows = await listMatching(query, (page) => listPage(queues, page, query.filter?.provider));
  const last = rows.at(-1);
  // With fewer, no page follows.
  if (last !== undefined && rows.length === query.limit) await rememberPlace(queues, query.state, last.id);
  return rows;
}

async function listPage(
  queues: Queues,
  query: PageQuery,
  provider: string | undefined,
): Promise<readonly InboxRow[]> {
  const { redis } = queues;
  const [afterQueue, afterId] = placeOf(query.after ?? "") ?? [];
  const every = await queues.all();
  const all = provider === undefined ? every : every.filter(({ name }) => name === queueName(provider));
  const from = Math.max(
    0,
    all.findIndex(({ name }) => name === afterQueue),
  );
  const rows: InboxRow[] = [];
  for (const queue of all.slice(from)) {
    const limit = query.limit - rows.length;
    if (limit === 0) break;
    const after = queue.name === afterQueue ? afterId : undefined;
    rows.push(...(await listQueue({ queue, redis }, { state: query.state, limit, after })));
  }
  return rows;
}

async function rememberPlace(queues: Queues, state: State, id: string): Promise<void> {
  const [queueId, jobId = ""] = placeOf(id) ?? [];
  const queue = (await queues.all()).find(({ name }) => name === queueId);
  if (queue !== undefined) await remember({ queue, redis: queues.redis }, state, jobId);
}

export async function countQueues(queues: Queues): Promise<InboxCounts> {
  const counts = { pending: 0, running: 0, done: 0, dead: 0 };
  for (const queue of await queues.all()) {
    const own = await countQueue({ queue, redis: queues.redis });
    for (const state of STATES) counts[state] += own[state];
  }
  return counts;
}

/** How long a process that died keeps the others from purging. */
const TURN_MS = 60_000;

/** Ends a turn, unless it was over by itself and another process has it. */
const END_TURN = `if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`;

/**
 * One process at a time does the purge that each of them does every hour.
 *
 * @returns how many jobs it removed
 */
export async function purgeInTurn(queues: Queues, purge: QueuePurge, prefix: string): Promise<number> {
  const { redis } = queues;
  const [key, own] = [`${prefix}:purging`, randomUUID()];
  if ((await redis.set(key, own, "PX", TURN_MS, "NX")) === null) return 0;
  try {
    return await purgeQueues(queues, purge);
  } finally {
    await redis.eval(END_TURN, 1, key, own);
  }
}

/** When the oldest of those was stored that are among the first on their shelves. */
export async function oldestPendingOf(queues: Queues): Promise<number | undefined> {
  const { redis } = queues;
  const all = await queues.all();
  const times = await Promise.all(all.map((queue) => firstTimes({ queue, redis }, "pending")));
  const oldest = Math.min(...times.flat());
  return oldest === Infinity ? undefined : oldest;
}

/** The providers whose queues BullMQ has paused. */
export async function pausedQueues(queues: Queues): Promise<readonly string[]> {
  const all = await queues.all();
  const paused = await Promise.all(all.map((queue) => queue.isPaused()));
  return all.filter((_, index) => paused[index] === true).map(({ name }) => providerOf(name));
}

/** @returns how many jobs it removed */
export async function purgeQueues(queues: Queues, purge: QueuePurge): Promise<number> {
  let count = 0;
  for (const queue of await queues.all()) count += await purgeQueue({ queue, redis: queues.redis }, purge);
  return count;
}
