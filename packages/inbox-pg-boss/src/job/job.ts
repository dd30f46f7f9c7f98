import {
  CRASHED,
  decodeFields,
  encodeFields,
  entryOf,
  providerOf,
  slotOf,
  toInboxRow,
  withoutContent,
  type DeadReason,
  type Entry,
  type EntryFields,
  type InboxRow,
  type SlotHolder,
  type State,
  type StoredRow,
  type StoreSettings,
} from "@flaghook/inbox/store";
import type { JobInsert, JobWithMetadata } from "pg-boss";

/** An entry as a job's data. Both base64: jsonb refuses a NUL, and a signed name may hold one. */
export interface JobData {
  readonly fields: string;
  readonly body: string;
}

/** A row of pg-boss's table, without the body. */
export interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly state: JobWithMetadata["state"];
  readonly retryCount: number;
  readonly retryLimit: number;
  readonly hasStarted: boolean;
  readonly createdOn: Date;
  readonly completedOn: Date | null;
  readonly fields: string | null;
  /** Ours, or under `value` pg-boss's own. */
  readonly output: {
    readonly reason?: unknown;
    readonly error?: unknown;
    readonly value?: unknown;
    /** Further replays that were only counted, where it is kept aside. */
    readonly further?: unknown;
  } | null;
}

/** A `JobRow` in SQL. */
export const COLUMNS = `id, name, state::text as state, retry_count as "retryCount",
  retry_limit as "retryLimit", started_on is not null as "hasStarted",
  created_on as "createdOn", completed_on as "completedOn", data->>'fields' as fields, output`;

/** pg-boss deletes what waits for longer than this. Ten years stand for never. */
const RETENTION_SECONDS = 10 * 366 * 86_400;

/** pg-boss's shortest heartbeat. */
const MIN_HEARTBEAT_SECONDS = 10;

/** pg-boss's longest run of a job. */
const MAX_RUN_MS = 86_400_000;

/** @throws {TypeError} when pg-boss would refuse every job */
export function assertShortRun({ timeoutMs, leaseMs }: StoreSettings): void {
  const run = timeoutMs + leaseMs;
  if (run <= MAX_RUN_MS) return;
  throw new TypeError(
    `timeoutMs and leaseMs are ${run} ms together. pg-boss gives a job ${MAX_RUN_MS} ms (24 hours) at most.`,
  );
}

export function heartbeatSeconds({ leaseMs }: StoreSettings): number {
  return Math.max(MIN_HEARTBEAT_SECONDS, Math.ceil(leaseMs / 1000));
}

export function toJobData(entry: Entry): JobData {
  return { fields: toBase64(encodeFields(entry)), body: toBase64(entry.body) };
}

export function toJob(id: string, entry: Entry, settings: StoreSettings): JobInsert<JobData> {
  const { attempts, timeoutMs, leaseMs } = settings;
  return {
    id,
    data: toJobData(entry),
    // No group without a scope: nothing then looks twice for other groups.
    ...(entry.scope !== "" && { group: { id: slotOf(entry.scope) } }),
    ...(entry.firstSlot !== undefined && { singletonKey: jobId(entry.firstSlot) }),
    retryLimit: attempts - 1,
    // At once, after a crash. After a failure the inbox says when: pg-boss's own waits are whole
    // seconds, and go on growing when a dead job is revived, so that together they could be longer
    // than the window.
    retryDelay: 0,
    retryBackoff: false,
    // A backstop: the inbox's own timeout comes first, and this one covers a lost process too.
    expireInSeconds: Math.ceil((timeoutMs + leaseMs) / 1000),
    heartbeatSeconds: heartbeatSeconds(settings),
    retentionSeconds: RETENTION_SECONDS,
    deleteAfterSeconds: 0, // never: dead jobs would go too
  };
}

/** @throws {Error} when what is stored is damaged */
export function toEntry(data: Partial<JobData> | null): Entry {
  if (typeof data?.body !== "string") throw new Error("the stored delivery has no body.");
  const fields = readFields({ fields: data.fields ?? null });
  if (fields === undefined) throw new Error("the stored delivery cannot be read.");
  return entryOf(fields, Buffer.from(data.body, "base64"));
}

/** `undefined` when what is stored is damaged. */
export function readFields({ fields }: Pick<JobRow, "fields">): EntryFields | undefined {
  return decodeFields(Buffer.from(fields ?? "", "base64").toString());
}

/** A UUID made of a slot: pg-boss stores one job per id. */
export function jobId(slot: string): string {
  const variant = ((Number.parseInt(slot[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${slot.slice(0, 8)}-${slot.slice(8, 12)}-8${slot.slice(13, 16)}-${variant}${slot.slice(17, 20)}-${slot.slice(20, 32)}`;
}

const STATE_OF: Readonly<Record<JobRow["state"], State>> = {
  created: "pending",
  retry: "pending",
  active: "running",
  completed: "done",
  failed: "dead",
  // An entry that is stored dead is cancelled before it began.
  cancelled: "dead",
};

/** pg-boss's words for a state. */
export function bossStates(state: State): string[] {
  return Object.entries(STATE_OF).flatMap(([theirs, ours]) => (ours === state ? [theirs] : []));
}

export function stateOf({ state }: Pick<JobRow, "state">): State {
  return STATE_OF[state];
}

export function holderOf(row: JobRow): SlotHolder {
  const state = stateOf(row);
  const fields = readFields(row);
  return {
    state,
    reason: state === "dead" ? reasonOf(row) : undefined,
    unsignedId: fields?.unsignedId,
    isKeptAside: state === "dead" && fields?.firstSlot !== undefined,
    endedAt: (row.completedOn ?? row.createdOn).getTime(),
  };
}

export function rowOf(row: JobRow): InboxRow {
  return toInboxRow(readFields(row), {
    id: `${row.name}:${row.id}`,
    provider: providerOf(row.name),
    state: stateOf(row),
    reason: reasonOf(row),
    error: errorOf(row),
    attempt: row.hasStarted ? row.retryCount + 1 : 0,
    storedAt: row.createdOn.getTime(),
    furtherReplays: typeof row.output?.further === "number" ? row.output.further : 0,
  });
}

function reasonOf(row: JobRow): DeadReason {
  // A job that was cancelled without a reason was stored dead.
  const storedDead = row.state === "cancelled" ? readFields(row)?.storedDead : undefined;
  return (row.output?.reason as DeadReason | undefined) ?? storedDead ?? "attempts";
}

function errorOf({ state, output }: JobRow): string | undefined {
  if (typeof output?.error === "string") return output.error;
  // pg-boss's own words: a heartbeat stayed away.
  return state === "failed" && output?.value !== undefined ? CRASHED : undefined;
}

/** Queue and job of a row's id. */
export function placeOf(id: string): readonly [queue: string, job: string] | undefined {
  const [, queue, job] = /^([^:]+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(id) ?? [];
  return queue === undefined || job === undefined ? undefined : [queue, job];
}

/** One job with its body. */
export interface FullJobRow extends JobRow {
  readonly body: string | null;
  readonly startAfter: Date;
}

export function storedRowOf(row: FullJobRow): StoredRow {
  const fields = readFields(row);
  const isReadable = fields !== undefined && row.body !== null;
  return {
    row: rowOf(row),
    entry: isReadable ? entryOf(fields, Buffer.from(row.body, "base64")) : undefined,
    nextAttemptAt: stateOf(row) === "pending" ? row.startAfter.getTime() : undefined,
  };
}

/** The data of a deleted job: it says whose slot it was. */
export function toDeletedData(row: JobRow): JobData {
  const fields = readFields(row);
  return { fields: fields === undefined ? "" : toBase64(encodeFields(withoutContent(fields))), body: "" };
}

function toBase64(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString("base64");
}
