import type { InboxCounts, InboxRow, State, StoreListQuery } from "@flaghook/inbox/store";
import { STATES } from "@flaghook/inbox/store";
import { DEAD_SCORE, rowOf } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";

/** Where BullMQ keeps ids: in a list, newest first, or in a part of a sorted set. */
type Shelf =
  | { readonly kind: "list"; readonly name: string }
  | { readonly kind: "set"; readonly name: string; readonly from: string; readonly to: string };

const SHELVES: Readonly<Record<State, readonly Shelf[]>> = {
  pending: [
    { kind: "list", name: "wait" },
    { kind: "list", name: "paused" },
    { kind: "set", name: "delayed", from: "-inf", to: `(${DEAD_SCORE}` },
  ],
  running: [{ kind: "list", name: "active" }],
  done: [{ kind: "set", name: "completed", from: "-inf", to: "+inf" }],
  dead: [
    { kind: "set", name: "failed", from: "-inf", to: "+inf" },
    { kind: "set", name: "delayed", from: String(DEAD_SCORE), to: "+inf" },
  ],
};

/** Counts the jobs of one queue in each state, in one transaction: it counts none twice. */
export async function countQueue({ queue, redis }: QueueAccess): Promise<InboxCounts> {
  const shelves = STATES.flatMap((state) => SHELVES[state].map((shelf) => ({ state, shelf })));
  const transaction = redis.multi();
  for (const { shelf } of shelves) {
    const key = queue.toKey(shelf.name);
    if (shelf.kind === "list") transaction.llen(key);
    else transaction.zcount(key, shelf.from, shelf.to);
  }
  const replies = (await transaction.exec()) ?? [];
  const counts = { pending: 0, running: 0, done: 0, dead: 0 };
  shelves.forEach(({ state }, index) => {
    counts[state] += Number(replies[index]?.[1] ?? 0);
  });
  return counts;
}

/**
 * Lists jobs of one queue in one state, oldest first, from the one after `after`; from the first
 * when that has left.
 */
export async function listQueue(
  access: QueueAccess,
  { state, limit, after }: StoreListQuery,
): Promise<readonly InboxRow[]> {
  const { queue } = access;
  const shelves = SHELVES[state];
  const ids: string[] = [];
  let start = 0;
  let offset = 0;
  for (const [index, shelf] of shelves.entries()) {
    const rank = after === undefined ? null : await rankOf(access, shelf, after);
    if (rank !== null) [start, offset] = [index, rank + 1];
  }
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

/** How many come before it on its shelf; `null` when it is not there. */
async function rankOf({ queue, redis }: QueueAccess, shelf: Shelf, id: string): Promise<number | null> {
  const key = queue.toKey(shelf.name);
  if (shelf.kind === "list") {
    const position = await redis.lpos(key, id, "RANK", -1);
    return position === null ? null : (await redis.llen(key)) - 1 - position;
  }
  const [rank, score] = await Promise.all([redis.zrank(key, id), redis.zscore(key, id)]);
  const isStoredDead = Number(score) >= DEAD_SCORE;
  if (rank === null || (shelf.name === "delayed" && isStoredDead !== (shelf.to === "+inf"))) return null;
  return shelf.from === "-inf" ? rank : rank - (await redis.zcount(key, "-inf", `(${shelf.from}`));
}
