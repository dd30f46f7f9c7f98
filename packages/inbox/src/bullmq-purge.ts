import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { HELD_SCORE, type JobData } from "./bullmq-job.ts";
import { readJob } from "./bullmq-read.ts";

/** What to remove. Times in milliseconds since 1970. */
export interface PurgeQuery {
  readonly before: number;
  readonly dead: boolean;
  readonly window: number;
}

/**
 * Removes a job that is held, and frees its place in dedupe. In one write: a place whose job stands nowhere would answer
 * redeliveries and never be handled. One that a retry has set free meanwhile stays.
 */
const REMOVE_HELD = `
if redis.call("ZREM", KEYS[1], ARGV[1]) == 0 then return 0 end
local slot = redis.call("HGET", KEYS[2], "deid")
if slot and redis.call("GET", ARGV[2] .. slot) == ARGV[1] then redis.call("DEL", ARGV[2] .. slot) end
redis.call("DEL", KEYS[2], KEYS[2] .. ":logs")
return 1`;

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
  const done = await queue.clean(graceOf(Math.min(before, now - window)), 0, "completed");
  if (!dead) return done.length;
  const failed = await queue.clean(graceOf(before), 0, "failed");
  return done.length + failed.length + (await purgeHeld(queue, redis, before));
}

async function purgeHeld(queue: Queue<JobData>, redis: Redis, before: number): Promise<number> {
  const delayed = queue.toKey("delayed");
  let count = 0;
  for (const id of await redis.zrangebyscore(delayed, HELD_SCORE, "+inf")) {
    const job = await readJob(queue, id);
    if (job === undefined || job.data.receivedAt >= before) continue;
    const isOurs = await redis.eval(REMOVE_HELD, 2, delayed, queue.toKey(id), id, queue.toKey("de:"));
    if (isOurs === 1) count++;
  }
  return count;
}
