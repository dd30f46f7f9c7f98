import { keptSlots } from "@flaghook/inbox/store";
import { DEAD_DELAY_MS } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";

/** A slot, and the job that had it when we looked. */
export interface TakenSlot {
  readonly slot: string;
  readonly jobId: string;
}

/**
 * Frees slots that still belong to the same jobs. A job that is stored dead goes with its slot; one
 * that is done stays until its age removes it.
 */
const VACATE = `
local prefix = ARGV[1]
for index = 3, #ARGV, 2 do
  local slot = prefix .. "de:" .. ARGV[index]
  local id = redis.call("GET", slot)
  if id and (ARGV[index + 1] == "" or ARGV[index + 1] == id) then
    local isDead = redis.call("ZSCORE", prefix .. "delayed", id)
      and tonumber(redis.call("HGET", prefix .. id, "delay") or 0) >= tonumber(ARGV[2])
    if isDead then
      redis.call("ZREM", prefix .. "delayed", id)
      redis.call("DEL", prefix .. id, prefix .. id .. ":logs")
    end
    if isDead or ARGV[index + 1] ~= "" then redis.call("DEL", slot) end
  end
end`;

/** Frees slots whose holder's window is over. The replays that were kept beside it go. */
export async function vacateSlots({ queue, redis }: QueueAccess, taken: readonly TakenSlot[]): Promise<void> {
  if (taken.length === 0) return;
  const pairs = taken.flatMap(({ slot, jobId }) => [
    slot,
    jobId,
    ...keptSlots(slot).flatMap((kept) => [kept, ""]),
  ]);
  await redis.eval(VACATE, 0, queue.toKey(""), DEAD_DELAY_MS, ...pairs);
}

/** Removes the replays that are kept aside beside a slot. */
export async function removeKept({ queue, redis }: QueueAccess, slot: string): Promise<void> {
  const pairs = keptSlots(slot).flatMap((kept) => [kept, ""]);
  await redis.eval(VACATE, 0, queue.toKey(""), DEAD_DELAY_MS, ...pairs);
}

/** The count is the job's progress: BullMQ keeps a number there, and a dead job makes none. */
const COUNT = `
for index = 2, #ARGV, 2 do
  local id = redis.call("GET", ARGV[1] .. "de:" .. ARGV[index])
  if id and redis.call("EXISTS", ARGV[1] .. id) == 1 then
    redis.call("HINCRBY", ARGV[1] .. id, "progress", ARGV[index + 1])
  end
end`;

/** Counts replays that are not kept at the job of a slot. */
export async function countReplays(
  { queue, redis }: QueueAccess,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  if (counts.size === 0) return;
  await redis.eval(COUNT, 0, queue.toKey(""), ...[...counts].flat());
}
