import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { HELD_SCORE, OCCURRENCE, type JobData } from "../queue/job.ts";

/** What to remove. Times in milliseconds since 1970. */
export interface PurgeQuery {
  readonly before: number;
  readonly dead: boolean;
  readonly window: number;
}

/** Jobs looked at in one script: it keeps Redis from everything else meanwhile. */
const PAGE = 500;

/** What of a job goes with it. */
const REMOVE = `
local function remove(set, prefix, id)
  redis.call("ZREM", set, id)
  redis.call("DEL", prefix .. id, prefix .. id .. ":logs")
end`;

/**
 * Removes what is held and came before a time, and frees its places in dedupe. In one write: a place whose job stands nowhere
 * would answer redeliveries and never be handled. One that a retry has set free meanwhile is not among them.
 */
const PURGE_HELD = `${REMOVE}
local ids = redis.call("ZRANGEBYSCORE", KEYS[1], ARGV[2], "+inf", "LIMIT", ARGV[3], ARGV[4])
local removed = 0
for _, id in ipairs(ids) do
  local job = redis.call("HMGET", ARGV[1] .. id, "timestamp", "deid")
  if tonumber(job[1] or 0) < tonumber(ARGV[5]) then
    local place = ARGV[1] .. "de:" .. (job[2] or "")
    if redis.call("GET", place) == id then redis.call("DEL", place) end
    remove(KEYS[1], ARGV[1], id)
    removed = removed + 1
  end
end
return {#ids, removed}`;

/** Removes done occurrences that ended before a time and whose place nobody has any more: their own window is over. */
const PURGE_OCCURRENCES = `${REMOVE}
local ids = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", "(" .. ARGV[5], "LIMIT", ARGV[3], ARGV[4])
local removed = 0
for _, id in ipairs(ids) do
  local job = redis.call("HMGET", ARGV[1] .. id, "name", "deid")
  if job[1] == ARGV[2] and redis.call("GET", ARGV[1] .. "de:" .. (job[2] or "")) ~= id then
    remove(KEYS[1], ARGV[1], id)
    removed = removed + 1
  end
end
return {#ids, removed}`;

/**
 * Removes what ended before a time. Removing a job frees its place in dedupe, so a done one must be past its window.
 *
 * `clean` takes jobs out of one set and no other, in one script: a dead job that is revived meanwhile stays.
 */
export async function purgeQueue(
  queue: Queue<JobData>,
  redis: Redis,
  { before, dead, window }: PurgeQuery,
): Promise<number> {
  const now = Date.now();
  const graceOf = (limit: number): number => Math.max(0, now - limit);
  const pagesOf = (script: string, set: string, choice: string | number): Promise<number> =>
    purgePages((kept) =>
      redis.eval(script, 1, queue.toKey(set), queue.toKey(""), choice, kept, PAGE, before),
    );
  const done = await queue.clean(graceOf(Math.min(before, now - window)), 0, "completed");
  const occurrences = await pagesOf(PURGE_OCCURRENCES, "completed", OCCURRENCE);
  if (!dead) return done.length + occurrences;
  const failed = await queue.clean(graceOf(before), 0, "failed");
  return done.length + occurrences + failed.length + (await pagesOf(PURGE_HELD, "delayed", HELD_SCORE));
}

/** @param purge Looks at a page behind those that were kept, and says how many it saw and removed. */
async function purgePages(purge: (kept: number) => Promise<unknown>): Promise<number> {
  let kept = 0;
  let count = 0;
  for (;;) {
    const [seen, removed] = (await purge(kept)) as [seen: number, removed: number];
    kept += seen - removed;
    count += removed;
    if (seen < PAGE) return count;
  }
}
