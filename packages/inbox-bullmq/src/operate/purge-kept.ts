import { DEAD_DELAY_MS, KEPT_DELAY_MS, scoreAt } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";

/** Jobs that one script removes: it keeps Redis from everything else meanwhile. */
const PAGE = 500;

/** Removes a page of what is kept aside in a part of the delayed set, and frees its slots. */
const PURGE_KEPT = `
local prefix = ARGV[1]
local ids = redis.call("ZRANGEBYSCORE", prefix .. "delayed", ARGV[2], ARGV[3], "LIMIT", 0, ARGV[4])
for _, id in ipairs(ids) do
  local slot = prefix .. "de:" .. (redis.call("HGET", prefix .. id, "deid") or "")
  if redis.call("GET", slot) == id then redis.call("DEL", slot) end
  redis.call("ZREM", prefix .. "delayed", id)
  redis.call("DEL", prefix .. id, prefix .. id .. ":logs")
end
return #ids`;

/**
 * Removes replays that were kept aside before a time. Looks at those alone: what is stored dead for
 * another reason is due before them, for as long as none is kept for 35 years.
 */
export async function purgeKept({ queue, redis }: QueueAccess, before: number): Promise<number> {
  const from = scoreAt(Date.now() + 1.5 * DEAD_DELAY_MS);
  const to = scoreAt(before + KEPT_DELAY_MS + 1);
  for (let count = 0; ;) {
    const removed = (await redis.eval(PURGE_KEPT, 0, queue.toKey(""), from, to, PAGE)) as number;
    count += removed;
    if (removed < PAGE) return count;
  }
}
