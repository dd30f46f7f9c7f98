import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { JobData } from "../queue/job.ts";
import { readJob } from "../queue/read-job.ts";

/**
 * Takes a start back from BullMQ's count, if the lock is still ours. The start goes into the data, so that `attempt` does not
 * fall.
 */
const UNCOUNT = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[2], "data", ARGV[2])
redis.call("HINCRBY", KEYS[2], "ats", -1)
return 1`;

/** Puts a job back in line whose attempt a stop has cut short: it may be started as often as before. */
export async function release(
  queue: Queue<JobData>,
  redis: Redis,
  jobId: string,
  token: string,
): Promise<void> {
  const job = await readJob(queue, jobId);
  if (job === undefined) return;
  const data: JobData = { ...job.data, earlierStarts: job.data.earlierStarts + 1 };
  const key = queue.toKey(jobId);
  const isOurs = await redis.eval(UNCOUNT, 2, `${key}:lock`, key, token, JSON.stringify(data));
  if (isOurs === 1) await job.moveToWait(token);
}
