import { STATES, type InboxCounts, type InboxRow, type PageQuery } from "@flaghook/inbox/store";
import { rowOf } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";
import { findPlace } from "./places.ts";
import { SHELVES, type Shelf } from "./shelves.ts";

/** Counts the jobs of one queue in each state, in one transaction: it counts none twice. */
export async function countQueue({ queue, redis }: QueueAccess): Promise<InboxCounts> {
  const shelves = STATES.flatMap((state) => SHELVES[state].map((shelf) => ({ state, shelf })));
  const transaction = redis.multi();
  for (const { shelf } of shelves) {
    const key = queue.toKey(shelf.name);
    if (shelf.kind === "list") transaction.llen(key);
    else transaction.zcount(key, shelf.from, shelf.to);
  }
  const responses = (await transaction.exec()) ?? [];
  const counts = { pending: 0, running: 0, done: 0, dead: 0 };
  shelves.forEach(({ state }, index) => {
    counts[state] += Number(responses[index]?.[1] ?? 0);
  });
  return counts;
}

/** Lists jobs of one queue in one state, oldest first, from behind the place of `after`. */
export async function listQueue(
  access: QueueAccess,
  { state, limit, after }: PageQuery,
): Promise<readonly InboxRow[]> {
  const { queue } = access;
  const shelves = SHELVES[state];
  const ids: string[] = [];
  let { start, offset } =
    after === undefined ? { start: 0, offset: 0 } : await findPlace(access, state, after);
  for (const shelf of shelves.slice(start)) {
    if (ids.length < limit) ids.push(...(await readShelf(access, shelf, offset, limit - ids.length)));
    offset = 0;
  }
  const jobs = await Promise.all(ids.map((id) => readJob(queue, id)));
  return jobs.flatMap((job) => (job === undefined ? [] : [rowOf(job, queue.name, state)]));
}

async function readShelf(
  { queue, redis }: QueueAccess,
  shelf: Shelf,
  offset: number,
  limit: number,
): Promise<string[]> {
  const key = queue.toKey(shelf.name);
  if (shelf.kind === "set") return redis.zrangebyscore(key, shelf.from, shelf.to, "LIMIT", offset, limit);
  // Jobs enter a list at its head and leave at its tail: the oldest come last.
  const ids = await redis.lrange(key, -offset - limit, -offset - 1);
  return ids.filter((id) => !id.startsWith("0:")).toReversed();
}
