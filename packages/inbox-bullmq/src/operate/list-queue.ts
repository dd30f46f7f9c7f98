import { STATES, type InboxCounts, type InboxRow, type PageQuery, type State } from "@flaghook/inbox/store";
import { rowOf } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";
import { findPlace } from "./places.ts";
import { SHELVES, type Shelf } from "./shelves.ts";

/** A list has no range. */
const COUNT = `
local counts = {}
for index, key in ipairs(KEYS) do
  local from, to = ARGV[2 * index - 1], ARGV[2 * index]
  counts[index] = from == "" and redis.call("LLEN", key) or redis.call("ZCOUNT", key, from, to)
end
return counts`;

/**
 * Counts the jobs of one queue in each state, in one script: it counts none twice. Redis refuses a
 * transaction when it is full, even one that only reads.
 */
export async function countQueue({ queue, redis }: QueueAccess): Promise<InboxCounts> {
  const shelves = STATES.flatMap((state) => SHELVES[state].map((shelf) => ({ state, shelf })));
  const keys = shelves.map(({ shelf }) => queue.toKey(shelf.name));
  const ranges = shelves.flatMap(({ shelf }) => (shelf.kind === "list" ? ["", ""] : [shelf.from, shelf.to]));
  const found = (await redis.eval(COUNT, keys.length, ...keys, ...ranges)) as number[];
  const counts = { pending: 0, running: 0, done: 0, dead: 0 };
  shelves.forEach(({ state }, index) => {
    counts[state] += found[index]!;
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

/** Scopes take turns: the oldest job need not come first on its shelf, and is not far behind. */
const FIRST = 100;

/** When the first jobs on each shelf of a state were stored. */
export async function firstTimes(access: QueueAccess, state: State): Promise<number[]> {
  const { queue, redis } = access;
  const firsts = await Promise.all(SHELVES[state].map((shelf) => readShelf(access, shelf, 0, FIRST)));
  const times = await Promise.all(firsts.flat().map((id) => redis.hget(queue.toKey(id), "timestamp")));
  return times.flatMap((time) => (time === null ? [] : [Number(time)]));
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
