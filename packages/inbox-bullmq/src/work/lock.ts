import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { JobData } from "../queue/job.ts";

/** One start of a job: BullMQ locks each under a token of its own. */
export interface Held {
  readonly jobId: string;
  readonly token: string;
  /** BullMQ's count of its starts with this one. */
  readonly starts: number;
}

/**
 * Locks a job again whose lock ran out, unless it was started once more since. One that was put back in line as stalled is taken
 * out again: nobody else has begun with it.
 *
 * 0: somebody else has it; 1: it is locked; 2: the same worker has started it once more.
 */
const LOCK_AGAIN = `
local holder = redis.call("GET", KEYS[1])
if holder and holder ~= ARGV[2] then
  if string.sub(holder, 1, #ARGV[5]) == ARGV[5] then return 2 end
  return 0
end
if not holder then
  if redis.call("HGET", KEYS[2], "ats") ~= ARGV[3] then return 0 end
  if not redis.call("LPOS", KEYS[3], ARGV[1]) then
    if redis.call("LREM", KEYS[4], -1, ARGV[1]) == 0 then return 0 end
    redis.call("LPUSH", KEYS[3], ARGV[1])
  end
end
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[4])
redis.call("SREM", KEYS[5], ARGV[1])
return 1`;

/** What became of a lock: it is ours, the same worker has it under another token, or it is lost. */
export type Lock = "held" | "restarted" | "lost";

/** @param worker BullMQ's id of the worker: its tokens begin with it. */
export async function lockAgain(
  queue: Queue<JobData>,
  redis: Redis,
  { jobId, token, starts }: Held,
  { lease, worker }: { readonly lease: number; readonly worker: string },
): Promise<Lock> {
  const key = queue.toKey(jobId);
  const keys = [`${key}:lock`, key, queue.toKey("active"), queue.toKey("wait"), queue.toKey("stalled")];
  const answer = await redis.eval(
    LOCK_AGAIN,
    keys.length,
    ...keys,
    jobId,
    token,
    starts,
    lease,
    `${worker}:`,
  );
  if (answer === 2) return "restarted";
  return answer === 1 ? "held" : "lost";
}
