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
import type { JobsOptions } from "bullmq";
import { DEAD_DELAY_MS, KEPT_DELAY_MS, toJobData } from "../queue/job.ts";
import { readJob } from "../queue/readable-job.ts";
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
    const { plan, holders } = await planWithLooks(context, waiting);
    const { sure, open } = partByWrites(plan);
    const [failed] = await Promise.all([
      carryOut(context, plan, holders),
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
): Promise<{ readonly plan: Plan; readonly holders: Holders }> {
  const now = Date.now();
  const firsts = batch.filter(({ ownSlot }) => ownSlot !== undefined).map(({ slot }) => slot);
  const holders = await lookAt(context, slotsOf(batch), new Set(firsts));
  let plan = planBatch(batch, holders, context.settings, now);
  while (plan.unknown.length > 0) {
    for (const [slot, holder] of await lookAt(context, plan.unknown)) holders.set(slot, holder);
    plan = planBatch(batch, holders, context.settings, now);
  }
  return { plan, holders };
}

/** Does what a plan says. Gives the steps that came too late. */
async function carryOut(
  context: QueueContext,
  { steps }: Plan,
  holders: Holders,
): Promise<ReadonlySet<Step>> {
  const replaced = steps.flatMap(({ decision }) => {
    const isReplacing = decision.action === "insert" && decision.replaces;
    const holder = isReplacing ? holders.get(decision.entry.slot) : undefined;
    return isReplacing && holder !== undefined ? [{ slot: decision.entry.slot, jobId: holder.jobId }] : [];
  });
  await vacateSlots(context, replaced);
  const [unstored, unrevived] = await Promise.all([
    addAll(context, steps),
    reviveAll(context, steps, holders),
  ]);
  return new Set([...unstored, ...unrevived]);
}

/** Adds jobs in one write. Gives the steps whose slot another job has already. */
async function addAll({ queue, settings }: QueueContext, steps: readonly Step[]): Promise<readonly Step[]> {
  const jobs = steps.flatMap((step) => {
    if (step.decision.action !== "insert") return [];
    const { entry } = step.decision;
    return [{ step, name: "delivery", data: toJobData(entry), opts: optionsOf(entry, settings) }];
  });
  if (jobs.length === 0) return [];
  const added = await queue.addBulk(jobs.map(({ name, data, opts }) => ({ name, data, opts })));
  return jobs.flatMap(({ step, opts }, index) => {
    const id = added[index]!.id;
    if (typeof id !== "string") throw new Error(`Redis did not store a delivery: ${String(id)}`);
    return id === opts.jobId ? [] : [step];
  });
}

function optionsOf(entry: Entry, settings: StoreSettings): JobsOptions {
  const deadDelay = entry.firstSlot === undefined ? DEAD_DELAY_MS : KEPT_DELAY_MS;
  return {
    jobId: randomUUID(),
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
