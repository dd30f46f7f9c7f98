import { randomUUID } from "node:crypto";
import { Job, type JobsOptions, type Queue } from "bullmq";
import { HELD_DELAY, occupantOf, toJobData, type JobData } from "./bullmq-job.ts";
import { findState, type QueueAccess } from "./bullmq-state.ts";
import type { Entry } from "./entry.ts";
import { asReplay, placeFirst, placeReplay } from "./outcome.ts";
import type { Outcome, Settings } from "./store.ts";

/** Rounds in which a place can change hands before somebody is at fault. */
const MAX_ROUNDS = 20;

interface Place {
  readonly entry: Entry;
  readonly isReplay: boolean;
}

/** Stores entries of one provider in its queue. Redis acknowledges them together. */
export async function commitToQueue(
  access: QueueAccess,
  batch: readonly Entry[],
  settings: Settings,
): Promise<readonly Outcome[]> {
  const first = await addAll(
    access.queue,
    batch.map((entry) => ({ entry, isReplay: false })),
    settings,
  );
  // In order: two equal deliveries in one batch meet like two that came apart.
  const outcomes: Outcome[] = [];
  for (const [index, taker] of first.entries()) {
    outcomes.push(taker === undefined ? "accepted" : await resolve(access, batch[index]!, taker, settings));
  }
  return outcomes;
}

/** What happens to an entry whose place another job has taken. */
async function resolve(
  access: QueueAccess,
  given: Entry,
  taken: string,
  settings: Settings,
): Promise<Outcome> {
  let place: Place = { entry: given, isReplay: false };
  let taker: string | undefined = taken;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { entry, isReplay } = place;
    const placement = await meet(access, place, taker, settings);
    if (placement.action === "keep") return placement.outcome;
    if (placement.action === "revive") {
      if (await revive(access, entry, taker)) return placement.outcome;
      continue; // somebody else revived it first: look again
    }
    if (placement.action === "beside") place = { entry: asReplay(entry, settings.onReplay), isReplay: true };
    else await vacate(access.queue, entry, taker);
    [taker = ""] = await addAll(access.queue, [place], settings).then((takers) =>
      takers.map((one) => one ?? ""),
    );
    if (taker === "") return place.isReplay || isReplay ? "replay" : "accepted";
  }
  throw new Error("a delivery's place changed hands too often to be taken.");
}

async function meet(
  access: QueueAccess,
  { entry, isReplay }: Place,
  taker: string,
  { window }: Settings,
): Promise<ReturnType<typeof placeFirst>> {
  const job = await Job.fromId<JobData>(access.queue, taker);
  if (job === undefined) return { action: "replace" }; // done, and removed since its window was over
  const { state } = await findState(access, job);
  return (isReplay ? placeReplay : placeFirst)(entry, occupantOf(job, state), window, Date.now());
}

/** Adds jobs in one write. For each the id of the job that has its place already, or nothing when it was stored. */
async function addAll(
  queue: Queue<JobData>,
  places: readonly Place[],
  settings: Settings,
): Promise<readonly (string | undefined)[]> {
  const jobs = places.map(({ entry }) => ({
    name: "delivery",
    data: toJobData(entry),
    opts: optionsOf(entry, settings),
  }));
  const added = await queue.addBulk(jobs);
  return added.map(({ id }, index) => {
    if (typeof id !== "string") throw new Error(`Redis did not store a delivery: ${String(id)}`);
    return id === jobs[index]!.opts.jobId ? undefined : id;
  });
}

// Twice the window from accept: a delivery that is handled within one window is remembered for a whole one after it was done.
function optionsOf(entry: Entry, { attempts, window }: Settings): JobsOptions {
  const ttl = entry.occurrenceWindow ?? 2 * window;
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
async function revive(access: QueueAccess, entry: Entry, id: string): Promise<boolean> {
  const job = await Job.fromId<JobData>(access.queue, id);
  if (job === undefined) return false;
  const { receivedAt, slot, replay } = job.data;
  return restart(access, job, { ...entry, receivedAt, slot, replay });
}

/** Runs a dead job again with all its attempts, or keeps it dead with what is new. False when it is not dead. */
export async function restart(access: QueueAccess, job: Job<JobData>, entry: Entry): Promise<boolean> {
  const { bullState, state } = await findState(access, job);
  if (state !== "dead") return false;
  const data = toJobData(entry, job.data.earlierStarts + job.attemptsStarted);
  // Redis may die between the two writes: the job is dead still then, with the new data, and can be restarted again.
  if (entry.held !== undefined) {
    await job.updateData({ ...data, earlierStarts: job.data.earlierStarts });
    return true;
  }
  try {
    await job.updateData(data);
    if (bullState === "failed") {
      await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    } else {
      await job.promote();
    }
    return true;
  } catch (error) {
    const found = await Job.fromId<JobData>(access.queue, job.id!);
    // Somebody else was faster.
    if (found === undefined || (await findState(access, found)).state !== "dead") return false;
    throw error;
  }
}
