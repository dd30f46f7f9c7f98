import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { HELD_SCORE, toInboxRow, type JobData } from "../queue/job.ts";
import { readJob } from "../queue/read-job.ts";
import type { InboxCounts, InboxRow, State } from "@flaghook/inbox/store";

/** A place where BullMQ keeps ids: a list, newest first, or a part of a sorted set. */
type Shelf =
  | { readonly kind: "list"; readonly name: string }
  | { readonly kind: "set"; readonly name: string; readonly from: string; readonly to: string };

const SHELVES: Readonly<Record<State, readonly Shelf[]>> = {
  pending: [
    { kind: "list", name: "wait" },
    { kind: "list", name: "paused" },
    { kind: "set", name: "delayed", from: "-inf", to: `(${HELD_SCORE}` },
  ],
  running: [{ kind: "list", name: "active" }],
  done: [{ kind: "set", name: "completed", from: "-inf", to: "+inf" }],
  dead: [
    { kind: "set", name: "failed", from: "-inf", to: "+inf" },
    { kind: "set", name: "delayed", from: String(HELD_SCORE), to: "+inf" },
  ],
};

/** How many jobs of one queue are in each state: read in one transaction, so that no job is counted twice or missed. */
export async function countQueue(queue: Queue<JobData>, redis: Redis): Promise<InboxCounts> {
  const states = Object.keys(SHELVES) as State[];
  const shelves = states.flatMap((state) => SHELVES[state].map((shelf) => ({ state, shelf })));
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

/** Jobs of one queue in one state, oldest first, from the one after `after`; from the first when that has left. */
export async function listQueue(
  queue: Queue<JobData>,
  redis: Redis,
  {
    state,
    limit,
    after,
  }: { readonly state: State; readonly limit: number; readonly after: string | undefined },
): Promise<readonly InboxRow[]> {
  const shelves = SHELVES[state];
  const ids: string[] = [];
  let start = 0;
  let offset = 0;
  for (const [index, shelf] of shelves.entries()) {
    const rank = after === undefined ? null : await rankOf(queue, redis, shelf, after);
    if (rank !== null) [start, offset] = [index, rank + 1];
  }
  for (const shelf of shelves.slice(start)) {
    if (ids.length < limit) ids.push(...(await readShelf(queue, redis, shelf, offset, limit - ids.length)));
    offset = 0;
  }
  const jobs = await Promise.all(ids.map((id) => readJob(queue, id)));
  return jobs.flatMap((job) => (job === undefined ? [] : [toInboxRow(job, queue.name, state)]));
}

async function readShelf(
  queue: Queue<JobData>,
  redis: Redis,
  shelf: Shelf,
  offset: number,
  limit: number,
): Promise<string[]> {
  const key = queue.toKey(shelf.name);
  if (shelf.kind === "set") return redis.zrangebyscore(key, shelf.from, shelf.to, "LIMIT", offset, limit);
  // Jobs enter a list at its head and leave at its tail: the oldest stand last.
  const ids = await redis.lrange(key, -offset - limit, -offset - 1);
  return ids.filter((id) => !id.startsWith("0:")).toReversed();
}

/** How many stand before it on its shelf, or null when it is not there. */
async function rankOf(queue: Queue<JobData>, redis: Redis, shelf: Shelf, id: string): Promise<number | null> {
  const key = queue.toKey(shelf.name);
  if (shelf.kind === "list") {
    const position = await redis.lpos(key, id, "RANK", -1);
    return position === null ? null : (await redis.llen(key)) - 1 - position;
  }
  const [rank, score] = await Promise.all([redis.zrank(key, id), redis.zscore(key, id)]);
  const isHeld = Number(score) >= HELD_SCORE;
  if (rank === null || (shelf.name === "delayed" && isHeld !== (shelf.to === "+inf"))) return null;
  return shelf.from === "-inf" ? rank : rank - (await redis.zcount(key, "-inf", `(${shelf.from}`));
}
