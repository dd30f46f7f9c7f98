import { uncountedAttemptsOf } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";

/** A worker's lock on one start of a job. */
export interface JobLock {
  readonly jobId: string;
  readonly token: string;
}

/**
 * Takes a start back from BullMQ's count, if the lock is still ours. Our own count in the data goes
 * up instead, so that `attempt` does not fall.
 */
const UNCOUNT = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[2], "data", ARGV[2])
redis.call("HINCRBY", KEYS[2], "ats", -1)
return 1`;

/** Puts a job back in line whose attempt a stop has cut short, with as many attempts as before. */
export async function release({ queue, redis }: QueueAccess, { jobId, token }: JobLock): Promise<void> {
  const job = await readJob(queue, jobId);
  if (job === undefined) return;
  const data = { ...job.data, uncountedAttempts: uncountedAttemptsOf(job) + 1 };
  const key = queue.toKey(jobId);
  const isOurs = await redis.eval(UNCOUNT, 2, `${key}:lock`, key, token, JSON.stringify(data));
  if (isOurs !== 1) return;
  await job.moveToWait(token);
  // BullMQ wakes no worker for a job with a priority.
  await redis.zadd(queue.toKey("marker"), 0, "0");
}
