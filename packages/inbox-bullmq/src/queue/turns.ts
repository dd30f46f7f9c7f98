import { decodeFields } from "@flaghook/inbox/store";
import { DEAD_SCORE, type StoredJob } from "./job.ts";
import type { QueueAccess } from "./queues.ts";

/**
 * BullMQ's largest priority. A provider whose line never empties gets there after two million
 * deliveries of its busiest scope; until it does empty, those behind are first come, first served.
 */
const LAST_ROUND = 2 ** 21;

/** How long the last jobs of scopes are remembered. Without them a scope begins with this round. */
const REMEMBERED_MS = 86_400_000;

/** One round, in the score of a job with a priority. */
const ROUND = 2 ** 32;

/**
 * The round of a job is its priority in BullMQ, which runs low ones first: in each round every
 * scope has one. A scope goes on behind its last job while that waits, and else joins the round
 * that runs.
 *
 * Jobs that failed have a line of their own: many that wait for their next attempt must not put off
 * what the same scope sends now.
 */
export const ROUND_OF = `
local function first_round(prefix)
  local first = redis.call("ZRANGE", prefix .. "prioritized", 0, 0, "WITHSCORES")[2]
  return first and math.floor(tonumber(first) / ${ROUND}) or 1
end
local function behind(prefix, id)
  return math.min((tonumber(redis.call("HGET", prefix .. id, "priority")) or 0) + 1, ${LAST_ROUND})
end
local function new_round(prefix, scope, id)
  local last = redis.call("HGET", prefix .. "turns", scope)
  local waits = last and last ~= id and redis.call("ZSCORE", prefix .. "prioritized", last)
  return waits and behind(prefix, last) or first_round(prefix)
end`;

/** Gives jobs their rounds. */
export interface Turns {
  /** The round of a scope's next new job. */
  next(scope: string): number;
}

/** @param rounds The round of each scope's next new job, by its key. */
export function createTurns(rounds: Map<string, number>): Turns {
  return {
    next(scope) {
      const key = toKey(scope);
      const round = rounds.get(key) ?? 1;
      rounds.set(key, Math.min(round + 1, LAST_ROUND));
      return round;
    },
  };
}

const REMEMBER = `
redis.call("HSET", KEYS[1], unpack(ARGV))
redis.call("PEXPIRE", KEYS[1], ${REMEMBERED_MS})`;

/** Remembers the last new job of each scope. */
export async function rememberLast(
  { queue, redis }: QueueAccess,
  lastJobs: ReadonlyMap<string, string>,
): Promise<void> {
  if (lastJobs.size === 0) return;
  const fields = [...lastJobs].flatMap(([scope, jobId]) => [toKey(scope), jobId]);
  await redis.eval(REMEMBER, 1, queue.toKey("turns"), ...fields);
}

const PLACE_AT_END = `${ROUND_OF}
local prefix, scope, id = ARGV[1], ARGV[2], ARGV[3]
local score = redis.call("ZSCORE", prefix .. "prioritized", id)
if not score then return end
local round = new_round(prefix, scope, id)
redis.call("ZADD", prefix .. "prioritized", round * ${ROUND} + tonumber(score) % ${ROUND}, id)
redis.call("HSET", prefix .. id, "priority", round)
redis.call("HSET", prefix .. "turns", scope, id)
redis.call("PEXPIRE", prefix .. "turns", ${REMEMBERED_MS})`;

/** Puts a job that waits anew behind those of its scope, as if it had come now. */
export async function placeAtEnd({ queue, redis }: QueueAccess, job: StoredJob): Promise<void> {
  await redis.eval(PLACE_AT_END, 0, queue.toKey(""), scopeKeyOf(job), job.id!);
}

const PLACE_AGAIN = `${ROUND_OF}
local prefix, scope, id = ARGV[1], ARGV[2], ARGV[3]
if redis.call("EXISTS", prefix .. id) == 0 then return end
local last = redis.call("HGET", prefix .. "turns:again", scope)
local waits = last and last ~= id and (redis.call("EXISTS", prefix .. last .. ":lock") == 1
  or redis.call("ZSCORE", prefix .. "prioritized", last)
  or tonumber(redis.call("ZSCORE", prefix .. "delayed", last) or ${DEAD_SCORE}) < ${DEAD_SCORE})
redis.call("HSET", prefix .. id, "priority", waits and behind(prefix, last) or first_round(prefix))
redis.call("HSET", prefix .. "turns:again", scope, id)
redis.call("PEXPIRE", prefix .. "turns:again", ${REMEMBERED_MS})`;

/** Says in which round a job that failed runs once its backoff is over. */
export async function placeAgain({ queue, redis }: QueueAccess, job: StoredJob): Promise<void> {
  await redis.eval(PLACE_AGAIN, 0, queue.toKey(""), scopeKeyOf(job), job.id!);
}

function scopeKeyOf({ data }: StoredJob): string {
  return toKey(decodeFields(data?.fields)?.scope ?? "");
}

/** A scope as Redis can hold it: a lone surrogate has no UTF-8, and escaped it stays itself. */
export function toKey(scope: string): string {
  return JSON.stringify(scope);
}
