import { keptSlots, MAX_KEPT, type SlotHolder } from "@flaghook/inbox/store";
import { holderOf, stateOf, type JobData } from "../queue/job.ts";
import type { QueueAccess } from "../queue/queues.ts";
import { createTurns, ROUND_OF, toKey, type Turns } from "../queue/turns.ts";

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
 * Before the slots come scopes, with their number: whose turn it is, for jobs that are to be added.
 *
 * In one script, which nothing interrupts: a job must not slip from one set to another meanwhile.
 */
const LOOK = `${ROUND_OF}
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
local scopes = tonumber(ARGV[2])
local rounds = {}
for index = 3, scopes + 2 do rounds[#rounds + 1] = new_round(prefix, ARGV[index]) end
for index = scopes + 3, #ARGV, 2 do
  local kept = ARGV[index + 1]
  if look(ARGV[index]) and kept ~= "" then
    for number = 0, ${MAX_KEPT} - 1 do
      look(string.sub(kept, 1, 31) .. string.format("%x", number) .. string.sub(kept, 33))
    end
  end
end
return {found, rounds}`;

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

/** What a look finds. */
interface Looked {
  /** Who holds each slot. */
  readonly holders: Map<string, HoldingJob | undefined>;
  readonly turns: Turns;
}

/** What else to look at. */
interface Beside {
  /** Slots that can be of first deliveries. Looks beside them, too. */
  readonly firsts: ReadonlySet<string>;
  /** Scopes of jobs that may be added. */
  readonly scopes: readonly string[];
}

/** Looks who holds each slot, and whose turn it is. */
export async function lookAt(
  { queue, redis }: QueueAccess,
  slots: readonly string[],
  { firsts, scopes }: Beside = { firsts: new Set(), scopes: [] },
): Promise<Looked> {
  const kept = new Map(slots.filter((slot) => firsts.has(slot)).map((slot) => [slot, keptSlots(slot)]));
  const args = slots.flatMap((slot) => [slot, kept.get(slot)?.[0] ?? ""]);
  const keys = [...new Set(scopes)].map(toKey);
  const response = await redis.eval(LOOK, 0, queue.toKey(""), keys.length, ...keys, ...args);
  const [found, rounds] = response as [Found[], number[]];
  const holders = new Map<string, HoldingJob | undefined>(slots.map((slot) => [slot, undefined]));
  const taken = new Map(found.map((one) => [one[0], toHolder(one)]));
  for (const [slot, beside] of kept) {
    if (taken.has(slot)) for (const one of beside) holders.set(one, undefined);
  }
  for (const [slot, holder] of taken) holders.set(slot, holder);
  return { holders, turns: createTurns(new Map(keys.map((key, index) => [key, rounds[index]!]))) };
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
