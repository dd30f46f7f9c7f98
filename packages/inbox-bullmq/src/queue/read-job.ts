import { Job, type JobJson, type Queue } from "bullmq";
import type { JobData } from "./job.ts";

/** What each field of a job's data must be. */
const KINDS: Readonly<Record<keyof JobData, readonly string[]>> = {
  provider: ["string"],
  scope: ["string"],
  name: ["string", "undefined"],
  dedupeKey: ["string"],
  unsignedId: ["string", "undefined"],
  secretIndex: ["number"],
  headers: ["object"],
  receivedAt: ["number"],
  repeatable: ["boolean"],
  occurrenceWindow: ["number", "undefined"],
  held: ["string", "undefined"],
  replay: ["boolean"],
  traceparent: ["string", "undefined"],
  slot: ["string"],
  ownSlot: ["string", "undefined"],
  isGzip: ["boolean"],
  base64: ["string"],
  earlierStarts: ["number"],
  isDamaged: ["undefined"],
};

/** A job by its id. One whose data was damaged is read as far as it can be. */
export async function readJob(queue: Queue<JobData>, id: string): Promise<Job<JobData> | undefined> {
  const json = await queue.getBackend().getJobData(id);
  return json && readable(json, (whole) => Job.fromJSON<JobData>(queue, whole, id));
}

/** Makes a job of what BullMQ has read. BullMQ's own way throws for data that is no JSON. */
export function readable(json: JobJson, make: (json: JobJson) => Job<JobData>): Job<JobData> {
  const job = madeOf(json, make);
  if (!isWhole(job.data)) job.data = mend(job.data, job.timestamp);
  return job;
}

function madeOf(json: JobJson, make: (json: JobJson) => Job<JobData>): Job<JobData> {
  try {
    return make(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return make({ ...json, data: "{}" });
  }
}

function isWhole(data: unknown): data is JobData {
  return isObject(data) && Object.keys(KINDS).every((field) => isOfKind(data, field));
}

function mend(data: unknown, timestamp: number): JobData {
  const found = isObject(data) ? data : {};
  const kept = Object.keys(KINDS).filter((field) => Object.hasOwn(found, field) && isOfKind(found, field));
  return {
    provider: "",
    scope: "",
    name: undefined,
    dedupeKey: "",
    unsignedId: undefined,
    secretIndex: 0,
    headers: {},
    receivedAt: timestamp,
    repeatable: false,
    occurrenceWindow: undefined,
    held: undefined,
    replay: false,
    traceparent: undefined,
    slot: "",
    ownSlot: undefined,
    isGzip: false,
    base64: "",
    earlierStarts: 0,
    ...Object.fromEntries(kept.map((field) => [field, found[field]])),
    isDamaged: true,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isOfKind(data: Record<string, unknown>, field: string): boolean {
  const value = data[field];
  return value !== null && KINDS[field as keyof JobData].includes(typeof value);
}
