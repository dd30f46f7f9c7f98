import { randomUUID } from "node:crypto";
import {
  countsOf,
  decodeFields,
  isNewOccurrence,
  partByWrites,
  planBatch,
  slotsOf,
  sortOut,
  toRevived,
  type Acceptance,
  type Entry,
  type Plan,
  type Step,
  type StoreSettings,
} from "@flaghook/inbox/store";
import { Job, type JobsOptions } from "bullmq";
import { DEAD_DELAY_MS, KEPT_DELAY_MS, toJobData, type JobData } from "../queue/job.ts";
import type { DeliveryQueue } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";
import { rememberLast, type Turns } from "../queue/turns.ts";
import { lookAt, type HoldingJob } from "./look.ts";
import { memoryMs, restart, type QueueContext } from "./restart.ts";
import { countReplays, vacateSlots } from "./slots.ts";

/** Rounds in which a slot can change hands before we call it a fault. */
const MAX_ROUNDS = 20;

/**
 * Stores entries of one provider in its queue. Redis acknowledges them together.
 *
 * However large the batch is, a round looks at all slots in one script and writes all jobs at once.
 * A further round is for those whose slot another process took in between.
 */
export async function commitToQueue(
  context: QueueContext,
  batch: readonly Entry[],
): Promise<readonly Acceptance[]> {
  const acceptances = new Map<Entry, Acceptance>();
  let waiting = batch;
  for (let round = 0; waiting.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error("a delivery's slot changed hands too often to be taken.");
    const { plan, holders, turns } = await planWithLooks(context, waiting);
    const { sure, open } = partByWrites(plan);
    const [failed] = await Promise.all([
      carryOut(context, plan, holders, turns),
      countReplays(context, countsOf(sure)),
    ]);
    const { final, again } = sortOut(open, failed);
    await countReplays(context, countsOf(final));
    for (const { entry, decision } of [...sure, ...final]) acceptances.set(entry, decision.acceptance);
    waiting = waiting.filter((entry) => again.has(entry));
  }
  return batch.map((entry) => acceptances.get(entry)!);
}

type Holders = ReadonlyMap<string, HoldingJob | undefined>;

/**
 * Plans a batch. Only replays of a first delivery in the same batch need a second look, at what is
 * kept aside beside it.
 */
async function planWithLooks(
  context: QueueContext,
  batch: readonly Entry[],
): Promise<{ readonly plan: Plan; readonly holders: Holders; readonly turns: Turns }> {
  const now = Date.now();
  const firsts = batch.filter(({ ownSlot }) => ownSlot !== undefined).map(({ slot }) => slot);
  const scopes = batch.map(({ scope }) => scope);
  const { holders, turns } = await lookAt(context, slotsOf(batch), { firsts: new Set(firsts), scopes });
  let plan = planBatch(batch, holders, context.settings, now);
  while (plan.unknown.length > 0) {
    const { holders: further } = await lookAt(context, plan.unknown);
    for (const [slot, holder] of further) holders.set(slot, holder);
    plan = planBatch(batch, holders, context.settings, now);
  }
  return { plan, holders, turns };
}

/** Does what a plan says. Gives the steps that came too late. */
async function carryOut(
  context: QueueContext,
  { steps }: Plan,
  holders: Holders,
  turns: Turns,
): Promise<ReadonlySet<Step>> {
  const replaced = steps.flatMap(({ decision }) => {
    const isReplacing = decision.action === "insert" && decision.replaces;
    const holder = isReplacing ? holders.get(decision.entry.slot) : undefined;
    return isReplacing && holder !== undefined ? [{ slot: decision.entry.slot, jobId: holder.jobId }] : [];
  });
  await vacateSlots(context, replaced);
  const [unstored, unrevived] = await Promise.all([
    addAll(context, steps, turns),
    reviveAll(context, steps, holders),
  ]);
  return new Set([...unstored, ...unrevived]);
}

interface JobToAdd {
  readonly name: string;
  readonly data: JobData;
  readonly opts: JobsOptions & { readonly jobId: string };
}

/** Adds jobs in one write. Gives the steps whose slot another job has already. */
async function addAll(context: QueueContext, steps: readonly Step[], turns: Turns): Promise<readonly Step[]> {
  const { queue, settings } = context;
  const lastJobs = new Map<string, string>();
  const jobs = steps.flatMap((step) => {
    if (step.decision.action !== "insert") return [];
    const { entry } = step.decision;
    const jobId = randomUUID();
    const isDead = entry.storedDead !== undefined;
    if (!isDead) lastJobs.set(entry.scope, jobId);
    // One that is dead gets its own when it is set free.
    const priority = isDead ? 1 : turns.next(entry.scope);
    const opts = { jobId, priority, ...optionsOf(entry, settings) };
    return [{ step, name: "delivery", data: toJobData(entry), opts }];
  });
  if (jobs.length === 0) return [];
  const [added] = await Promise.all([addAtOnce(queue, jobs), rememberLast(context, lastJobs)]);
  return jobs.flatMap(({ step, opts }, index) => (added[index] === opts.jobId ? [] : [step]));
}

/**
 * Adds jobs in one transaction, and gives the ids that have their slots then. BullMQ's `addBulk`
 * sends them apart: Redis reads them piece by piece, and writes each piece to its disk.
 */
async function addAtOnce(queue: DeliveryQueue, jobs: readonly JobToAdd[]): Promise<readonly string[]> {
  const prefix = queue.toKey("").slice(0, -`:${queue.name}:`.length);
  const entries = jobs.map(({ name, data, opts }) => {
    const jobData = new Job(queue, name, data, opts, opts.jobId).asJSON();
    return { prefix, queueName: queue.name, jobData, jobId: opts.jobId, parentKeyOpts: {} };
  });
  const added = await queue.getBackend().addFlow(entries);
  // In a transaction nobody sends a script again that Redis has forgotten. Jobs that it has stored
  // keep their ids.
  if (added.some(([error]) => error !== null && isForgotten(error))) {
    const again = await queue.addBulk(jobs.map(({ name, data, opts }) => ({ name, data, opts })));
    return again.map(({ id }) => toStoredId(id));
  }
  return added.map(([error, id]) => {
    if (error !== null) throw error;
    return toStoredId(id);
  });
}

function isForgotten({ message }: Error): boolean {
  return message.startsWith("NOSCRIPT");
}

function toStoredId(id: unknown): string {
  if (typeof id !== "string") throw new Error(`Redis did not store a delivery: ${String(id)}`);
  return id;
}

function optionsOf(entry: Entry, settings: StoreSettings): JobsOptions {
  const deadDelay = entry.firstSlot === undefined ? DEAD_DELAY_MS : KEPT_DELAY_MS;
  return {
    attempts: settings.attempts,
    backoff: { type: "flaghook" },
    removeOnComplete: { age: Math.ceil(settings.windowMs / 1000) },
    removeOnFail: false,
    ...(entry.storedDead !== undefined && { delay: deadDelay }),
    ...(!isNewOccurrence(entry) && { deduplication: { id: entry.slot, ttl: memoryMs(settings) } }),
  };
}

/** Revives side by side. Gives the steps whose job is no longer dead. */
async function reviveAll(
  context: QueueContext,
  steps: readonly Step[],
  holders: Holders,
): Promise<readonly Step[]> {
  const late = await Promise.all(
    steps.map(async (step) => {
      const { decision, entry } = step;
      if (decision.action !== "revive") return [];
      const jobId = holders.get(decision.slot)?.jobId;
      // A delivery of the same batch holds the slot: look again once that is stored.
      return jobId !== undefined && (await revive(context, entry, jobId)) ? [] : [step];
    }),
  );
  return late.flat();
}

/** False when the job is no longer dead. */
async function revive(context: QueueContext, entry: Entry, id: string): Promise<boolean> {
  const job = await readJob(context.queue, id);
  if (job === undefined) return false;
  return restart(context, job, toRevived(entry, decodeFields(job.data?.fields) ?? entry));
}
