import { randomUUID } from "node:crypto";
import { Job, type JobsOptions, type Queue } from "bullmq";
import { HELD_DELAY, OCCURRENCE, occupantOf, startsOf, toJobData, type JobData } from "../queue/job.ts";
import { readJob } from "../queue/read-job.ts";
import { findState, type QueueAccess } from "../queue/find-state.ts";
import {
  type Entry,
  type Occupant,
  type Outcome,
  placeBeside,
  placeFirst,
  type Placement,
  placeOwn,
  type Settings,
  toBeside,
} from "@flaghook/inbox/store";

/** Rounds in which a place can change hands before somebody is at fault. */
const MAX_ROUNDS = 20;

/** A provider's queue, with a connection for what BullMQ has no call for. */
export interface Engine extends QueueAccess {
  readonly settings: Settings;
}

/** Stores entries of one provider in its queue. Redis acknowledges them together. */
export async function commitToQueue(engine: Engine, batch: readonly Entry[]): Promise<readonly Outcome[]> {
  const known = await meetOwn(engine, batch);
  const fresh = batch.filter((entry) => !known.has(entry));
  const takers = await addAll(engine, fresh);
  // In order: two equal deliveries in one batch meet like two that came apart.
  for (const [index, entry] of fresh.entries()) {
    const taker = takers[index];
    known.set(entry, taker === undefined ? "accepted" : await resolve(engine, entry, taker));
  }
  return batch.map((entry) => known.get(entry)!);
}

/** The outcomes of those that the places of their own ids decide. */
async function meetOwn(engine: Engine, batch: readonly Entry[]): Promise<Map<Entry, Outcome>> {
  const { queue, settings } = engine;
  const takers = await Promise.all(
    batch.map(async ({ ownSlot }) => (ownSlot === undefined ? null : queue.getDeduplicationJobId(ownSlot))),
  );
  const outcomes = new Map<Entry, Outcome>();
  for (const [index, taker] of takers.entries()) {
    const entry = batch[index]!;
    const occupant = taker === null ? undefined : await occupantAt(engine, taker);
    const placement = occupant && placeOwn(entry, occupant, settings.window, Date.now());
    if (placement === undefined) continue;
    if (placement.action === "revive" && !(await revive(engine, entry, taker!))) continue;
    outcomes.set(entry, placement.outcome);
  }
  return outcomes;
}

/** What happens to an entry whose place another job has taken. */
async function resolve(engine: Engine, given: Entry, taken: string): Promise<Outcome> {
  const { queue, settings } = engine;
  let entry = given;
  let outcome: Outcome = "accepted";
  let taker: string | undefined = taken;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const placement = await meet(engine, entry, entry === given ? placeFirst : placeBeside, taker);
    if (placement.action === "keep") return placement.outcome;
    if (placement.action === "revive") {
      if (await revive(engine, entry, taker)) return placement.outcome;
      continue; // somebody else revived it first: look again
    }
    if (placement.action === "beside") {
      outcome = placement.outcome;
      entry = toBeside(entry, outcome, settings.onReplay);
    } else {
      await vacate(queue, entry, taker);
    }
    [taker] = await addAll(engine, [entry]);
    if (taker === undefined) return outcome;
  }
  throw new Error("a delivery's place changed hands too often to be taken.");
}

async function meet(
  engine: Engine,
  entry: Entry,
  place: typeof placeFirst,
  taker: string,
): Promise<Placement> {
  const occupant = await occupantAt(engine, taker);
  if (occupant !== undefined) return place(entry, occupant, engine.settings.window, Date.now());
  // Done, and removed since the window was over. An occurrence keeps its place for as long as its own lasts.
  if (entry.occurrenceWindow === undefined) return { action: "replace" };
  return { action: "keep", outcome: "duplicate" };
}

async function occupantAt(access: QueueAccess, id: string): Promise<Occupant | undefined> {
  const job = await readJob(access.queue, id);
  const found = job && (await findState(access, job));
  return found && occupantOf(job, found.state);
}

/** Adds jobs in one write. For each the id of the job that has its place already, or nothing when it was stored. */
async function addAll(
  { queue, settings }: Engine,
  entries: readonly Entry[],
): Promise<readonly (string | undefined)[]> {
  if (entries.length === 0) return [];
  const jobs = entries.map((entry) => ({
    name: entry.occurrenceWindow === undefined ? "delivery" : OCCURRENCE,
    data: toJobData(entry),
    opts: optionsOf(entry, settings),
  }));
  const added = await queue.addBulk(jobs);
  return added.map(({ id }, index) => {
    if (typeof id !== "string") throw new Error(`Redis did not store a delivery: ${String(id)}`);
    return id === jobs[index]!.opts.jobId ? undefined : id;
  });
}

// Twice the window: a delivery that is handled within one window is remembered for a whole one after it was done.
function memoryOf({ occurrenceWindow }: Pick<Entry, "occurrenceWindow">, { window }: Settings): number {
  return occurrenceWindow ?? 2 * window;
}

function optionsOf(entry: Entry, settings: Settings): JobsOptions {
  const { attempts, window } = settings;
  const ttl = memoryOf(entry, settings);
  return {
    jobId: randomUUID(),
    attempts,
    backoff: { type: "flaghook" },
    removeOnComplete: { age: Math.ceil(window / 1000) },
    removeOnFail: false,
    ...(entry.held !== undefined && { delay: HELD_DELAY }),
    ...(ttl > 0 && { deduplication: { id: entry.slot, ttl } }),
  };
}

/** Frees the place, if this job still has it. */
async function vacate(queue: Queue<JobData>, entry: Entry, taker: string): Promise<void> {
  const stand = new Job<JobData>(
    queue,
    "delivery",
    toJobData(entry),
    { deduplication: { id: entry.slot } },
    taker,
  );
  await stand.removeDeduplicationKey();
}

/** False when the job is no longer dead. */
async function revive(engine: Engine, entry: Entry, id: string): Promise<boolean> {
  const job = await readJob(engine.queue, id);
  if (job === undefined) return false;
  const { receivedAt, slot, replay, isDamaged } = job.data;
  // What can no longer be read is what the new one brought.
  return restart(engine, job, isDamaged ? entry : { ...entry, receivedAt, slot, replay });
}

/** Gives a job its place back, unless another has it by now. */
const REMEMBER = `
local holder = redis.call("GET", KEYS[1])
if holder == false or holder == ARGV[1] then redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2]) end`;

/**
 * Runs a dead job again with all its attempts. False when it is not dead.
 *
 * @param entry What it is from now on. Without one it stays as it is stored.
 */
export async function restart(engine: Engine, job: Job<JobData>, entry: Entry | undefined): Promise<boolean> {
  const { queue, redis, settings } = engine;
  const known = await findState(engine, job);
  if (known?.state !== "dead") return false;
  // Redis may die between the writes: the job is dead still then, with the new data, and can be restarted again.
  try {
    if (entry !== undefined) await job.updateData(toJobData({ ...entry, held: undefined }, startsOf(job)));
    if (entry !== undefined && entry.occurrenceWindow === undefined) {
      await redis.eval(REMEMBER, 1, queue.toKey(`de:${entry.slot}`), job.id!, memoryOf(entry, settings));
    }
    if (known.bullState === "failed") {
      await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    } else {
      await job.promote();
    }
    return true;
  } catch (error) {
    const found = await readJob(queue, job.id!);
    if (found === undefined || (await findState(engine, found))?.state !== "dead") return false; // somebody else was faster
    throw error;
  }
}
