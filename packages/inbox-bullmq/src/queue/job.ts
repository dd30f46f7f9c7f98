import type { Job } from "bullmq";
import {
  CRASHED,
  type DeadReason,
  type Entry,
  type InboxRow,
  type Occupant,
  providerOf,
  type State,
} from "@flaghook/inbox/store";

/** An entry as a job's data: its body as base64, since BullMQ stores JSON. */
export interface JobData extends Omit<Entry, "body"> {
  readonly base64: string;
  /** Starts that BullMQ no longer counts: before the last revival, and those that a stop gave back. `attempt` must not fall. */
  readonly earlierStarts: number;
  /** Whether it was stored otherwise than we store it. Never stored itself. */
  readonly isDamaged?: true | undefined;
}

/** A job's name when it is an occurrence: a purge tells them so, without reading bodies. */
export const OCCURRENCE = "occurrence";

/**
 * Held deliveries are delayed jobs that never come due: BullMQ has no other way to keep a job and not run it. Seventy years.
 */
export const HELD_DELAY = 70 * 365.25 * 86_400_000;

/** In the set of delayed jobs, everything from here on is held: a score is the due time in milliseconds, times 4096. */
export const HELD_SCORE = Date.UTC(2090, 0, 1) * 4096;

export function toJobData(entry: Entry, earlierStarts = 0): JobData {
  const { body, ...rest } = entry;
  return { ...rest, base64: Buffer.from(body).toString("base64"), earlierStarts };
}

export function toEntry(data: JobData): Entry {
  const { base64, ...entry } = data;
  return {
    ...entry,
    // JSON drops what is undefined.
    name: entry.name,
    unsignedId: entry.unsignedId,
    occurrenceWindow: entry.occurrenceWindow,
    traceparent: entry.traceparent,
    held: undefined,
    ownSlot: entry.ownSlot,
    body: Buffer.from(base64, "base64"),
  };
}

/** BullMQ's word for a state, as one of ours. A delayed job is pending, unless it is held: its delay says so, for it ends in the write that sets the job free. */
export function stateOf(bullState: string, { delay }: Job<JobData>): State {
  if (bullState === "completed") return "done";
  if (bullState === "failed") return "dead";
  if (bullState === "active") return "running";
  return bullState === "delayed" && delay >= HELD_DELAY ? "dead" : "pending";
}

export function occupantOf(job: Job<JobData>, state: State): Occupant {
  return {
    state,
    reason: state === "dead" ? reasonOf(job) : undefined,
    unsignedId: job.data.unsignedId,
    acceptedAt: job.data.receivedAt,
    doneAt: state === "done" ? job.finishedOn : undefined,
  };
}

/** What BullMQ says of a job that crashed at its last attempt, when it refuses to start it once more. */
const REFUSED = "job started more than allowable limit";

/** How often a handler was called. BullMQ counts the start that it refused, too. */
export function startsOf({ data, attemptsStarted, failedReason }: Job<JobData>): number {
  return data.earlierStarts + attemptsStarted - (failedReason === REFUSED ? 1 : 0);
}

/** How a failure is written into the one text that BullMQ keeps of it. */
export function toFailedReason(reason: DeadReason, error: string): string {
  return `${reason}: ${error}`;
}

const FAILURE = /^(replay|schema-mismatch|unreadable|attempts): /;

export function reasonOf({ data, delay, failedReason }: Job<JobData>): DeadReason {
  if (data.held !== undefined) return data.held;
  // Redis died before a job that was no longer to be held came free.
  if (delay >= HELD_DELAY) return data.replay ? "replay" : "schema-mismatch";
  const match = FAILURE.exec(failedReason ?? "");
  return (match?.[1] as DeadReason | undefined) ?? "attempts";
}

function errorOf({ failedReason }: Job<JobData>, state: State): string | undefined {
  // A failed attempt's text is the handler's alone.
  if (state === "pending") return failedReason || undefined;
  if (state !== "dead") return undefined;
  return failedReason === REFUSED ? CRASHED : failedReason?.replace(FAILURE, "") || undefined;
}

export function toInboxRow(job: Job<JobData>, queue: string, state: State): InboxRow {
  const { scope, name, dedupeKey, unsignedId, replay, receivedAt } = job.data;
  return {
    id: `${queue}:${job.id}`,
    provider: providerOf(queue),
    scope,
    name,
    dedupeKey,
    unsignedId,
    state,
    reason: state === "dead" ? reasonOf(job) : undefined,
    error: errorOf(job, state),
    attempt: startsOf(job),
    replay,
    receivedAt: new Date(receivedAt),
  };
}
