import { decodeFields, withoutContent, type Deletion, type StoredRow } from "@flaghook/inbox/store";
import { findState } from "../queue/find-state.ts";
import { entryToRetry } from "../commit/restart.ts";
import { removeKept } from "../commit/slots.ts";
import { rowOf, type JobData } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";

/** One delivery with its body. */
export async function getJob(access: QueueAccess, id: string): Promise<StoredRow | undefined> {
  const { queue } = access;
  const job = await readJob(queue, id);
  if (job === undefined || job.data?.isDeleted === true) return undefined;
  const found = await findState(access, job);
  if (found === undefined) return undefined;
  // Only the list of those that run tells them from those that wait, and it is short.
  const isActive =
    found.bullState === "waiting" && (await access.redis.lpos(queue.toKey("active"), id)) !== null;
  const state = isActive ? "running" : found.state;
  const nextAttemptAt = state === "pending" ? job.timestamp + job.delay : undefined;
  const whole = await entryToRetry(access, job);
  return { row: rowOf(job, queue.name, state), entry: whole?.entry, nextAttemptAt };
}

/**
 * Takes a job out of every set, and leaves its hash without content until its window is over: its
 * slot is looked up there. In one script, so that no worker takes it meanwhile.
 */
const DELETE = `
local base, id = ARGV[1], ARGV[2]
local job = base .. id
if redis.call("EXISTS", job) == 0 then return "unknown" end
if redis.call("EXISTS", job .. ":lock") == 1 or redis.call("LPOS", base .. "active", id) then return "running" end
local wasDone = redis.call("ZREM", base .. "completed", id) == 1
for _, set in ipairs({"failed", "delayed", "prioritized"}) do redis.call("ZREM", base .. set, id) end
for _, list in ipairs({"wait", "paused"}) do redis.call("LREM", base .. list, 1, id) end
local left = tonumber(ARGV[4])
if wasDone then left = math.max(1, left - (tonumber(ARGV[5]) - tonumber(redis.call("HGET", job, "finishedOn")))) end
redis.call("HSET", job, "data", ARGV[3], "delay", 0)
redis.call("HDEL", job, "failedReason", "stacktrace", "returnvalue")
redis.call("DEL", job .. ":logs")
redis.call("PEXPIRE", job, left)
local slot = base .. "de:" .. (redis.call("HGET", job, "deid") or "")
if redis.call("GET", slot) == id then redis.call("PEXPIRE", slot, left) end
return "deleted"`;

/** Forgets a job that is not running, but for its slot. */
export async function deleteJob(
  { queue, redis }: QueueAccess,
  id: string,
  windowMs: number,
): Promise<Deletion> {
  const job = await readJob(queue, id);
  if (job === undefined || job.data?.isDeleted === true) return "unknown";
  const fields = decodeFields(job.data?.fields);
  const left: Partial<JobData> = {
    ...(fields !== undefined && { fields: withoutContent(fields) }),
    isDeleted: true,
  };
  const args = [queue.toKey(""), id, JSON.stringify(left), windowMs, Date.now()];
  const deletion = (await redis.eval(DELETE, 0, ...args)) as Deletion;
  if (deletion === "deleted" && fields !== undefined) await removeKept({ queue, redis }, fields.slot);
  return deletion;
}
