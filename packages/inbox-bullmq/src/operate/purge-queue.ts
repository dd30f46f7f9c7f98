import { DEAD_DELAY_MS, DEAD_SCORE, scoreAt } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { purgeKept } from "./purge-kept.ts";

/** What to remove. Times in milliseconds since 1970. */
export interface QueuePurge {
  readonly before: number;
  readonly dead: boolean;
  readonly windowMs: number;
}

/** Jobs that one script removes: it keeps Redis from everything else meanwhile. */
const PAGE = 500;

/**
 * Removes jobs that are stored dead and came before a time, and frees their slots. In one write: a
 * slot without its job would swallow redeliveries that nobody ever handles. A job that a retry has
 * let run meanwhile is not among them.
 *
 * Their scores are in the order in which they came, so it looks at none that stays.
 */
const PURGE_STORED_DEAD = `
local ids = redis.call("ZRANGEBYSCORE", KEYS[1], ARGV[2], "(" .. ARGV[3], "LIMIT", 0, ARGV[4])
for _, id in ipairs(ids) do
  local slot = ARGV[1] .. "de:" .. (redis.call("HGET", ARGV[1] .. id, "deid") or "")
  if redis.call("GET", slot) == id then redis.call("DEL", slot) end
  redis.call("ZREM", KEYS[1], id)
  redis.call("DEL", ARGV[1] .. id, ARGV[1] .. id .. ":logs")
end
return #ids`;

/**
 * Removes what ended before a time. Removing a job frees its slot, so a done one must be past its
 * window.
 *
 * `clean` takes jobs out of one set and no other, in one script: a dead job that is revived
 * meanwhile stays.
 */
export async function purgeQueue(
  access: QueueAccess,
  { before, dead, windowMs }: QueuePurge,
): Promise<number> {
  const { queue } = access;
  const now = Date.now();
  const clean = (state: "completed" | "failed", limit: number): Promise<number> =>
    inPages(async () => (await queue.clean(Math.max(0, now - limit), PAGE, state)).length);
  const done = await clean("completed", Math.min(before, now - windowMs));
  const keptBefore = dead ? Math.max(before, now - windowMs) : now - windowMs;
  const removed = done + (await purgeKept(access, keptBefore));
  if (!dead) return removed;
  return removed + (await clean("failed", before)) + (await purgeStoredDead(access, before));
}

function purgeStoredDead({ queue, redis }: QueueAccess, before: number): Promise<number> {
  const args = [queue.toKey("delayed"), queue.toKey(""), DEAD_SCORE, scoreAt(before + DEAD_DELAY_MS), PAGE];
  return inPages(async () => (await redis.eval(PURGE_STORED_DEAD, 1, ...args)) as number);
}

async function inPages(removePage: () => Promise<number>): Promise<number> {
  for (let count = 0; ;) {
    const removed = await removePage();
    count += removed;
    if (removed < PAGE) return count;
  }
}
