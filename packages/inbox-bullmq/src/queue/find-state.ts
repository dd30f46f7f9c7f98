import type { State } from "@flaghook/inbox/store";
import { stateOf, type StoredJob } from "./job.ts";
import type { QueueAccess } from "./queues.ts";

/**
 * The sorted sets that a job can be in. A job in none of them waits or runs: no duplicate cares
 * which.
 */
const SETS = ["completed", "failed", "delayed"] as const;

/** Where a job is, in our words and in BullMQ's. */
export interface JobState {
  readonly state: State;
  readonly bullState: (typeof SETS)[number] | "waiting";
}

/** The number of the set that has the job, 0 for none; nothing when there is no such job. */
const FIND = `
if redis.call("EXISTS", KEYS[1]) == 0 then return false end
for index = 2, #KEYS do
  if redis.call("ZSCORE", KEYS[index], ARGV[1]) then return index - 1 end
end
return 0`;

/**
 * Finds where a job is; `undefined` when it has been removed meanwhile. BullMQ's own `getState`
 * also tells whether it waits or runs, by searching the list of all that wait: with a million of
 * them, that is 12 ms of all of Redis's time.
 */
export async function findState(
  { queue, redis }: QueueAccess,
  job: StoredJob,
): Promise<JobState | undefined> {
  // In one script: a job must not slip from one set to another between two looks. No transaction,
  // which Redis refuses when it is full, even one that only reads.
  const keys = [job.id!, ...SETS].map((name) => queue.toKey(name));
  const found = (await redis.eval(FIND, keys.length, ...keys, job.id!)) as number | null;
  if (found === null) return undefined;
  const bullState = SETS[found - 1] ?? "waiting";
  return { bullState, state: stateOf(bullState, job) };
}
