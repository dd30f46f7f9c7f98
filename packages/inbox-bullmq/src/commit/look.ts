import { keptSlots, MAX_KEPT, type SlotHolder } from "@flaghook/inbox/store";
import { holderOf, stateOf, type JobData } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";

/** The job that holds a slot. */
export interface HoldingJob extends SlotHolder {
  readonly jobId: string;
}

/**
 * Looks at many slots at once: the job that each belongs to, the set that it is in, and of its data
 * what comes before the body. A job in none of the sets waits or runs: dedupe does not ask which.
 *
 * After each slot comes the first of those for the replays beside it, or nothing. They are looked
 * at, too, where the slot has a job.
 *
 * In one script, which nothing interrupts: a job must not slip from one set to another meanwhile.
 */
const LOOK = `
local prefix = ARGV[1]
local found = {}
local function look(slot)
  local id = redis.call("GET", prefix .. "de:" .. slot)
  if id == false then return false end
  local job = redis.call("HMGET", prefix .. id, "data", "delay", "timestamp", "finishedOn", "failedReason")
  local set = "waiting"
  for _, name in ipairs({"completed", "failed", "delayed"}) do
    if set == "waiting" and redis.call("ZSCORE", prefix .. name, id) then set = name end
  end
  local data = job[1]
  if data == false then
    set = "gone"
  else
    local body = string.find(data, '"base64":"', 1, true)
    if body then data = string.sub(data, 1, body - 1) end
  end
  found[#found + 1] = {slot, id, set, data or "", job[2] or "", job[3] or "", job[4] or "", job[5] or ""}
  return true
end
for index = 2, #ARGV, 2 do
  local kept = ARGV[index + 1]
  if look(ARGV[index]) and kept ~= "" then
    for number = 0, ${MAX_KEPT} - 1 do
      look(string.sub(kept, 1, 31) .. string.format("%x", number) .. string.sub(kept, 33))
    end
  end
end
return found`;

type Found = readonly [
  slot: string,
  id: string,
  set: string,
  data: string,
  delay: string,
  timestamp: string,
  finishedOn: string,
  failedReason: string,
];

/**
 * Who holds each slot.
 *
 * @param firsts Those that can be of first deliveries. Looks beside them, too.
 */
export async function lookAt(
  { queue, redis }: QueueAccess,
  slots: readonly string[],
  firsts: ReadonlySet<string> = new Set(),
): Promise<Map<string, HoldingJob | undefined>> {
  const kept = new Map(slots.filter((slot) => firsts.has(slot)).map((slot) => [slot, keptSlots(slot)]));
  const args = slots.flatMap((slot) => [slot, kept.get(slot)?.[0] ?? ""]);
  const found = (await redis.eval(LOOK, 0, queue.toKey(""), ...args)) as Found[];
  const holders = new Map<string, HoldingJob | undefined>(slots.map((slot) => [slot, undefined]));
  const taken = new Map(found.map((one) => [one[0], toHolder(one)]));
  for (const [slot, beside] of kept) {
    if (taken.has(slot)) for (const one of beside) holders.set(one, undefined);
  }
  for (const [slot, holder] of taken) holders.set(slot, holder);
  return holders;
}

function toHolder(found: Found): HoldingJob {
  const [, jobId, set, data, delay, timestamp, finishedOn, failedReason] = found;
  // A job that is gone was done, and its window is over.
  if (set === "gone") return { ...GONE, jobId };
  const job = {
    data: { fields: fieldsBefore(data) },
    delay: Number(delay),
    timestamp: Number(timestamp),
    finishedOn: finishedOn === "" ? undefined : Number(finishedOn),
    failedReason,
  };
  return { ...holderOf(job, stateOf(set, job)), jobId };
}

const GONE = {
  state: "done",
  reason: undefined,
  unsignedId: undefined,
  isKeptAside: false,
  endedAt: -Infinity,
} as const;

/**
 * The fields in the first part of a job's data, or in all of it when that has no body, as a deleted
 * one's. `undefined` when it is damaged.
 */
function fieldsBefore(data: string): JobData["fields"] | undefined {
  try {
    return (JSON.parse(data.endsWith("}") ? data : `${data}"base64":""}`) as JobData).fields;
  } catch {
    return undefined;
  }
}
