import {
  CRASHED,
  decodeFields,
  entryOf,
  fieldsOf,
  providerOf,
  toInboxRow,
  type DeadReason,
  type Entry,
  type EntryFields,
  type InboxRow,
  type SlotHolder,
  type State,
} from "@flaghook/inbox/store";
import type { Job } from "bullmq";

/** An entry as a job's data. Its body is base64, since BullMQ stores JSON. */
export interface JobData {
  readonly fields: EntryFields;
  readonly base64: string;
  /**
   * Attempts that BullMQ no longer counts: before the last revival, and those that a stop gave
   * back. `attempt` must not fall.
   */
  readonly uncountedAttempts: number;
  /** Deleted: in none of BullMQ's sets, it only keeps its slot, until Redis lets it expire. */
  readonly isDeleted?: boolean;
}

/** A job as Redis has it: its data may be damaged. */
export type StoredJob = Job<Partial<JobData> | null>;

/**
 * A delivery that is stored dead is a delayed job that never comes due: BullMQ has no other way to
 * keep a job and not run it. Seventy years.
 */
export const DEAD_DELAY_MS = 70 * 365.25 * 86_400_000;

/**
 * A replay that is kept aside waits for longer still, so that the purge finds those whose window is
 * over by their scores. A hundred and forty years.
 */
export const KEPT_DELAY_MS = 2 * DEAD_DELAY_MS;

/** BullMQ's score of what is due at a time, in milliseconds since 1970: the lowest of 4096. */
export function scoreAt(time: number): number {
  return time * 4096;
}

/** Delayed jobs from this score on are stored dead. */
export const DEAD_SCORE = scoreAt(Date.UTC(2090, 0, 1));

export function toJobData(entry: Entry, uncountedAttempts = 0): JobData {
  return { fields: fieldsOf(entry), base64: Buffer.from(entry.body).toString("base64"), uncountedAttempts };
}

/** `undefined` when the data is damaged. */
export function toEntry({ data }: StoredJob): Entry | undefined {
  const fields = decodeFields(data?.fields);
  if (fields === undefined || typeof data?.base64 !== "string") return undefined;
  return entryOf(fields, Buffer.from(data.base64, "base64"));
}

/**
 * Our state of a job in a state of BullMQ's. A delayed job is pending, unless it is stored dead:
 * its delay says so, since that ends in the same write that lets the job run.
 */
export function stateOf(bullState: string, { delay }: Pick<StoredJob, "delay">): State {
  if (bullState === "completed") return "done";
  if (bullState === "failed") return "dead";
  if (bullState === "active") return "running";
  return bullState === "delayed" && delay >= DEAD_DELAY_MS ? "dead" : "pending";
}

/** What dedupe asks of a job. */
export interface HolderJob {
  readonly data: { readonly fields?: EntryFields | undefined } | null;
  readonly delay: number;
  readonly timestamp: number;
  readonly finishedOn: number | undefined;
  readonly failedReason: string;
}

export function holderOf(job: HolderJob, state: State): SlotHolder {
  const fields = decodeFields(job.data?.fields);
  return {
    state,
    reason: state === "dead" ? reasonOf(job) : undefined,
    unsignedId: fields?.unsignedId,
    isKeptAside: state === "dead" && fields?.firstSlot !== undefined,
    endedAt: job.finishedOn ?? job.timestamp,
  };
}

/** BullMQ's reason for refusing to start a job once more that crashed at its last attempt. */
const REFUSED = "job started more than allowable limit";

/** How often a handler was called. BullMQ counts the start that it refused, too. */
export function attemptOf(job: StoredJob): number {
  return uncountedAttemptsOf(job) + job.attemptsStarted - (job.failedReason === REFUSED ? 1 : 0);
}

export function uncountedAttemptsOf({ data }: StoredJob): number {
  const uncounted = data?.uncountedAttempts;
  return typeof uncounted === "number" ? uncounted : 0;
}

/** Writes a failure into the one text that BullMQ keeps of it. */
export function toFailedReason(reason: DeadReason, error: string): string {
  return `${reason}: ${error}`;
}

const FAILURE = /^(replay|schema-mismatch|unreadable|attempts): /;

export function reasonOf({
  data,
  delay,
  failedReason,
}: Pick<HolderJob, "data" | "delay" | "failedReason">): DeadReason {
  const fields = decodeFields(data?.fields);
  if (fields?.storedDead !== undefined) return fields.storedDead;
  // Redis died between the two writes that let it run.
  if (delay >= DEAD_DELAY_MS) return fields?.replay === true ? "replay" : "schema-mismatch";
  const match = FAILURE.exec(failedReason ?? "");
  return (match?.[1] as DeadReason | undefined) ?? "attempts";
}

/** Queue and job of a row's id. */
export function placeOf(id: string): readonly [queue: string, job: string] | undefined {
  const [, queue, job] = /^([^:]+):([^:]+)$/.exec(id) ?? [];
  return queue === undefined || job === undefined ? undefined : [queue, job];
}

export function rowOf(job: StoredJob, queue: string, state: State): InboxRow {
  return toInboxRow(decodeFields(job.data?.fields), {
    id: `${queue}:${job.id}`,
    provider: providerOf(queue),
    state,
    reason: reasonOf(job),
    error: errorOf(job, state),
    attempt: attemptOf(job),
    storedAt: job.timestamp,
    furtherReplays: typeof job.progress === "number" ? job.progress : 0,
  });
}

function errorOf({ failedReason }: StoredJob, state: State): string | undefined {
  // While pending, the text is the handler's alone.
  if (state === "pending") return failedReason || undefined;
  return failedReason === REFUSED ? CRASHED : failedReason?.replace(FAILURE, "") || undefined;
}
