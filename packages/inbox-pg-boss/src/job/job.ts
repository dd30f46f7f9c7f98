import type { JobInsert, JobWithMetadata } from "pg-boss";
import {
  CRASHED,
  type DeadReason,
  type Entry,
  type InboxRow,
  type Occupant,
  providerOf,
  type Settings,
  type State,
} from "@flaghook/inbox/store";

/** An entry as a job's data. Both as base64: jsonb refuses a NUL, and a signed name may hold one. */
export interface JobData {
  readonly meta: string;
  readonly body: string;
  /** How long an occurrence is remembered, in milliseconds, for a purge in SQL. */
  readonly keep?: number;
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
  readonly meta: string | null;
  /** Ours, or under `value` pg-boss's own. */
  readonly output: { readonly reason?: unknown; readonly error?: unknown; readonly value?: unknown } | null;
}

type Meta = Omit<Entry, "body">;

/** pg-boss deletes what waits longer than this; ten years stand for never. */
const FOREVER_SECONDS = 10 * 366 * 86_400;
/** pg-boss's least. */
const LEAST_HEARTBEAT_SECONDS = 10;

/** pg-boss's longest run of a job, in milliseconds. */
const LONGEST_RUN = 86_400_000;

/** @throws {TypeError} when pg-boss would refuse every job */
export function requireShortRun({ timeout, lease }: Settings): void {
  const run = timeout + lease;
  if (run <= LONGEST_RUN) return;
  throw new TypeError(
    `timeout and lease are ${run} ms together. pg-boss gives a job ${LONGEST_RUN} ms (24 hours) at most.`,
  );
}

export function heartbeatSeconds({ lease }: Settings): number {
  return Math.max(LEAST_HEARTBEAT_SECONDS, Math.ceil(lease / 1000));
}

export function toJobData({ body, ...meta }: Entry): JobData {
  const { occurrenceWindow = 0 } = meta;
  return {
    meta: toBase64(JSON.stringify(meta)),
    body: toBase64(body),
    ...(occurrenceWindow > 0 && { keep: occurrenceWindow }),
  };
}

export function toJob(id: string, entry: Entry, settings: Settings): JobInsert<JobData> {
  const { attempts, timeout, lease } = settings;
  return {
    id,
    data: toJobData(entry),
    // Only to find occurrences by: queues of the standard policy let many jobs share it.
    ...(isOccurrence(entry) && { singletonKey: entry.slot }),
    retryLimit: attempts - 1,
    // At once, after a crash. After a failure the inbox says when: pg-boss's own waits are whole seconds, and go on growing
    // when a dead one is revived, so that together they could be longer than the window.
    retryDelay: 0,
    retryBackoff: false,
    // Only a backstop: the inbox's own timeout comes first, and this one counts a lost process too.
    expireInSeconds: toSeconds(timeout + lease),
    heartbeatSeconds: heartbeatSeconds(settings),
    retentionSeconds: FOREVER_SECONDS,
    deleteAfterSeconds: 0, // never: a dead one would go too
  };
}

/** Whether equal bytes are told apart by time. */
export function isOccurrence({ occurrenceWindow }: Entry): boolean {
  return occurrenceWindow !== undefined && occurrenceWindow > 0;
}

/** @throws {Error} when what is stored is broken */
export function toEntry(data: Partial<JobData> | null): Entry {
  if (typeof data?.body !== "string") throw new Error("the stored delivery has no body.");
  return { ...parseMeta(data.meta), held: undefined, body: Buffer.from(data.body, "base64") };
}

/** What was stored, or nothing when it is broken. */
export function readMeta({ meta }: Pick<JobRow, "meta">): Meta | undefined {
  try {
    return parseMeta(meta);
  } catch {
    return undefined;
  }
}

function parseMeta(meta: string | null | undefined): Meta {
  const read = parseJson(meta) as Partial<Meta> | null;
  if (!isWhole(read)) throw new Error("the stored delivery cannot be read.");
  // JSON drops what is undefined.
  return {
    ...read,
    name: read.name,
    unsignedId: read.unsignedId,
    occurrenceWindow: read.occurrenceWindow,
    held: read.held,
    traceparent: read.traceparent,
    ownSlot: read.ownSlot,
  };
}

function parseJson(meta: string | null | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(meta ?? "", "base64").toString());
  } catch {
    return null; // its message would quote what is stored
  }
}

function isWhole(meta: Partial<Meta> | null): meta is Meta {
  return (
    typeof meta?.provider === "string" &&
    typeof meta.scope === "string" &&
    typeof meta.dedupeKey === "string" &&
    typeof meta.slot === "string" &&
    typeof meta.receivedAt === "number" &&
    typeof meta.headers === "object"
  );
}

/** A UUID made of a hash: pg-boss stores one job per id. */
export function jobId(slot: string): string {
  const variant = ((Number.parseInt(slot[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${slot.slice(0, 8)}-${slot.slice(8, 12)}-8${slot.slice(13, 16)}-${variant}${slot.slice(17, 20)}-${slot.slice(20, 32)}`;
}

const STATES: Readonly<Record<JobRow["state"], State>> = {
  created: "pending",
  retry: "pending",
  active: "running",
  completed: "done",
  failed: "dead",
  cancelled: "dead",
};

/** pg-boss's words for a state. What is held was cancelled before it began. */
export function bossStates(state: State): string[] {
  return Object.entries(STATES).flatMap(([theirs, ours]) => (ours === state ? [theirs] : []));
}

export function stateOf({ state }: Pick<JobRow, "state">): State {
  return STATES[state];
}

export function occupantOf(row: JobRow): Occupant {
  const meta = readMeta(row);
  const state = stateOf(row);
  return {
    state,
    reason: state === "dead" ? reasonOf(row) : undefined,
    unsignedId: meta?.unsignedId,
    acceptedAt: meta?.receivedAt ?? row.createdOn.getTime(),
    doneAt: row.completedOn?.getTime(),
  };
}

/** Of one that cannot be read, what the row itself tells. */
export function toInboxRow(row: JobRow): InboxRow {
  const meta = readMeta(row);
  const state = stateOf(row);
  return {
    id: `${row.name}:${row.id}`,
    provider: providerOf(row.name),
    scope: meta?.scope ?? "",
    name: meta?.name,
    dedupeKey: meta?.dedupeKey ?? "",
    unsignedId: meta?.unsignedId,
    state,
    reason: state === "dead" ? reasonOf(row) : undefined,
    error: errorOf(row),
    attempt: row.hasStarted ? row.retryCount + 1 : 0,
    replay: meta?.replay ?? false,
    receivedAt: meta === undefined ? row.createdOn : new Date(meta.receivedAt),
  };
}

function reasonOf(row: JobRow): DeadReason {
  // What was cancelled without a word was held from the beginning.
  const held = row.state === "cancelled" ? readMeta(row)?.held : undefined;
  return (row.output?.reason as DeadReason | undefined) ?? held ?? "attempts";
}

function errorOf({ state, output }: JobRow): string | undefined {
  if (stateOf({ state }) !== "pending" && stateOf({ state }) !== "dead") return undefined;
  if (typeof output?.error === "string") return output.error;
  // pg-boss's own words: a heartbeat stayed away.
  return state === "failed" && output?.value !== undefined ? CRASHED : undefined;
}

function toSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

function toBase64(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString("base64");
}
