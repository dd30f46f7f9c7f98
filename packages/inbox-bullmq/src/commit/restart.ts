import {
  decodeFields,
  isNewOccurrence,
  toSetFree,
  type Entry,
  type StoreSettings,
} from "@flaghook/inbox/store";
import { findState } from "../queue/find-state.ts";
import { attemptOf, toEntry, toJobData, type StoredJob } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";
import { placeAtEnd } from "../queue/turns.ts";

/** A provider's queue, with the inbox's options. */
export interface QueueContext extends QueueAccess {
  readonly settings: StoreSettings;
}

/**
 * How long dedupe remembers a delivery: twice the window, since it counts from accept. A delivery
 * that is handled within one window is remembered for a whole one after it was done.
 */
export function memoryMs({ windowMs }: StoreSettings): number {
  return 2 * windowMs;
}

/**
 * Reads what a retry runs of a dead job: a replay that was kept aside gets the body of its first
 * delivery. `undefined` when that is gone.
 */
export async function entryToRetry(
  { queue }: QueueAccess,
  job: StoredJob,
): Promise<{ readonly entry: Entry | undefined } | undefined> {
  const fields = decodeFields(job.data?.fields);
  if (fields?.firstSlot === undefined) return { entry: toEntry(job) };
  const firstId = await queue.getDeduplicationJobId(fields.firstSlot);
  const firstJob = firstId === null ? undefined : await readJob(queue, firstId);
  const first = firstJob && toEntry(firstJob);
  return first && { entry: toSetFree(fields, first) };
}

/** Gives a job its slot back, unless another has it by now. */
const REMEMBER = `
local holder = redis.call("GET", KEYS[1])
if holder == false or holder == ARGV[1] then redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2]) end`;

/**
 * Runs a dead job again with all its attempts. False when it is not dead.
 *
 * @param entry What it is from now on. Without one it stays as it is stored.
 */
export async function restart(
  context: QueueContext,
  job: StoredJob,
  entry: Entry | undefined,
): Promise<boolean> {
  const { queue, redis, settings } = context;
  const known = await findState(context, job);
  if (known?.state !== "dead") return false;
  // Redis may die between the writes. The job is still dead then, with the new data, and can be
  // restarted again.
  try {
    if (entry !== undefined) {
      await job.updateData(toJobData(entry, attemptOf(job)));
      if (!isNewOccurrence(entry)) {
        await redis.eval(REMEMBER, 1, queue.toKey(`de:${entry.slot}`), job.id!, memoryMs(settings));
      }
    }
    if (known.bullState === "failed") {
      await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    } else {
      await job.promote();
    }
    await placeAtEnd(context, job);
    return true;
  } catch (error) {
    const found = await readJob(queue, job.id!);
    // Somebody else was faster.
    if (found === undefined || (await findState(context, found))?.state !== "dead") return false;
    throw error;
  }
}
