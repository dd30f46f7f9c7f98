import type { SlotHolder } from "@flaghook/inbox/store";
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
 * In one script, which nothing interrupts: a job must not slip from one set to another meanwhile.
 */
const LOOK = `
local prefix = ARGV[1]
local found = {}
for index = 2, #ARGV do
  local id = redis.call("GET", prefix .. "de:" .. ARGV[index])
  if id == false then
    found[#found + 1] = false
  else
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
    found[#found + 1] = {id, set, data or "", job[2] or "", job[3] or "", job[4] or "", job[5] or ""}
  end
end
return found`;

type Found = readonly [
  id: string,
  set: string,
  data: string,
  delay: string,
  timestamp: string,
  finishedOn: string,
  failedReason: string,
];

/** Who holds each slot. */
export async function lookAt(
  { queue, redis }: QueueAccess,
  slots: readonly string[],
): Promise<ReadonlyMap<string, HoldingJob | undefined>> {
  const found = (await redis.eval(LOOK, 0, queue.toKey(""), ...slots)) as (Found | null)[];
  return new Map(slots.map((slot, index) => [slot, toHolder(found[index] ?? null)]));
}

function toHolder(found: Found | null): HoldingJob | undefined {
  if (found === null) return undefined;
  const [jobId, set, data, delay, timestamp, finishedOn, failedReason] = found;
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
