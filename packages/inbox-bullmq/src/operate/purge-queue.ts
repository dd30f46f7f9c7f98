import { DEAD_SCORE } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";

/** What to remove. Times in milliseconds since 1970. */
export interface QueuePurge {
  readonly before: number;
  readonly dead: boolean;
  readonly windowMs: number;
}

/** Jobs that one script looks at: it keeps Redis from everything else meanwhile. */
const PAGE = 500;

/**
 * Removes jobs that are stored dead and came before a time, and frees their slots. In one write: a
 * slot without its job would answer redeliveries that nobody ever handles. A job that a retry has
 * let run meanwhile is not among them.
 */
const PURGE_STORED_DEAD = `
local ids = redis.call("ZRANGEBYSCORE", KEYS[1], ARGV[2], "+inf", "LIMIT", ARGV[3], ARGV[4])
local removed = 0
for _, id in ipairs(ids) do
  local job = redis.call("HMGET", ARGV[1] .. id, "timestamp", "deid")
  if tonumber(job[1] or 0) < tonumber(ARGV[5]) then
    local slot = ARGV[1] .. "de:" .. (job[2] or "")
    if redis.call("GET", slot) == id then redis.call("DEL", slot) end
    redis.call("ZREM", KEYS[1], id)
    redis.call("DEL", ARGV[1] .. id, ARGV[1] .. id .. ":logs")
    removed = removed + 1
  end
end
return {#ids, removed}`;

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
  const graceMs = (limit: number): number => Math.max(0, now - limit);
  const done = await queue.clean(graceMs(Math.min(before, now - windowMs)), 0, "completed");
  if (!dead) return done.length;
  const failed = await queue.clean(graceMs(before), 0, "failed");
  return done.length + failed.length + (await purgeStoredDead(access, before));
}

async function purgeStoredDead({ queue, redis }: QueueAccess, before: number): Promise<number> {
  let kept = 0;
  let count = 0;
  for (;;) {
    const args = [queue.toKey("delayed"), queue.toKey(""), DEAD_SCORE, kept, PAGE, before] as const;
    const [seen, removed] = (await redis.eval(PURGE_STORED_DEAD, 1, ...args)) as [number, number];
    kept += seen - removed;
    count += removed;
    if (seen < PAGE) return count;
  }
}
