import type { State } from "@flaghook/inbox/store";
import { DEAD_SCORE } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { SHELVES, type Shelf } from "./shelves.ts";

/** Where a list goes on: a shelf of the state, and how many jobs on it to leave out. */
export interface Place {
  readonly start: number;
  readonly offset: number;
}

/** How long a page's end is remembered: an operator's break. */
const REMEMBERED_MS = 86_400_000;

/**
 * Remembers where a page ended. The last job of it may move, by a retry for one: then BullMQ no
 * longer knows where it was.
 */
export async function remember(access: QueueAccess, state: State, id: string): Promise<void> {
  const { queue, redis } = access;
  for (const [index, shelf] of SHELVES[state].entries()) {
    if ((await rankOf(access, shelf, id)) === null) continue;
    const score = shelf.kind === "set" ? await redis.zscore(queue.toKey(shelf.name), id) : "";
    await redis.set(queue.toKey(`place:${state}:${id}`), `${index} ${score ?? ""}`, "PX", REMEMBERED_MS);
    return;
  }
}

/** Finds where to go on behind a job: where a page ended with it, else where it is now. */
export async function findPlace(access: QueueAccess, state: State, id: string): Promise<Place> {
  const shelves = SHELVES[state];
  const place = await access.redis.get(access.queue.toKey(`place:${state}:${id}`));
  const [index = "", score = ""] = place?.split(" ") ?? [];
  const remembered = index === "" ? undefined : shelves[Number(index)];
  if (remembered?.kind === "set" && score !== "") {
    return { start: Number(index), offset: await rankBehind(access, remembered, score, id) };
  }
  for (const [start, shelf] of shelves.entries()) {
    const rank = await rankOf(access, shelf, id);
    if (rank !== null) return { start, offset: rank + 1 };
  }
  // Jobs leave a list at the end that is oldest: what came before this one has left it, too.
  return { start: remembered === undefined ? 0 : Number(index), offset: 0 };
}

/** How many jobs of a set come up to where this one was. */
async function rankBehind(
  { queue, redis }: QueueAccess,
  { name, from }: Extract<Shelf, { kind: "set" }>,
  score: string,
  id: string,
): Promise<number> {
  const key = queue.toKey(name);
  const before = await redis.zcount(key, from, `(${score}`);
  const equal = await redis.zrangebyscore(key, score, score);
  return before + equal.filter((one) => one <= id).length;
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
