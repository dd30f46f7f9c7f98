import { randomUUID } from "node:crypto";
import {
  decideBeside,
  decideByFirst,
  decideByOwnId,
  decodeFields,
  isNewOccurrence,
  toBeside,
  toRevived,
  type Acceptance,
  type Decide,
  type Decision,
  type Entry,
  type SlotHolder,
  type StoreSettings,
} from "@flaghook/inbox/store";
import { Job, type JobsOptions } from "bullmq";
import { findState } from "../queue/find-state.ts";
import { DEAD_DELAY_MS, holderOf, toJobData } from "../queue/job.ts";
import type { DeliveryQueue, QueueAccess } from "../queue/queues.ts";
import { readJob } from "../queue/readable-job.ts";
import { memoryMs, restart, type QueueContext } from "./restart.ts";

/** Rounds in which a slot can change hands before we call it a fault. */
const MAX_ROUNDS = 20;

/** Stores entries of one provider in its queue. Redis acknowledges them together. */
export async function commitToQueue(
  context: QueueContext,
  batch: readonly Entry[],
): Promise<readonly Acceptance[]> {
  const known = await decideAllByOwnId(context, batch);
  const fresh = batch.filter((entry) => !known.has(entry));
  const holders = await addAll(context, fresh);
  // In order: two equal deliveries in one batch meet like two that came apart.
  for (const [index, entry] of fresh.entries()) {
    const holder = holders[index];
    known.set(entry, holder === undefined ? "accepted" : await resolve(context, entry, holder));
  }
  return batch.map((entry) => known.get(entry)!);
}

/** What becomes of those that the delivery under their own id decides. */
async function decideAllByOwnId(
  context: QueueContext,
  batch: readonly Entry[],
): Promise<Map<Entry, Acceptance>> {
  const { queue, settings } = context;
  const ids = await Promise.all(
    batch.map(async ({ ownSlot }) => (ownSlot === undefined ? null : queue.getDeduplicationJobId(ownSlot))),
  );
  const acceptances = new Map<Entry, Acceptance>();
  for (const [index, id] of ids.entries()) {
    const entry = batch[index]!;
    const holder = id === null ? undefined : await holderBy(context, id);
    const decision = holder && decideByOwnId(entry, holder, settings.windowMs, Date.now());
    if (decision === undefined) continue;
    if (decision.action === "revive" && !(await revive(context, entry, id!))) continue;
    acceptances.set(entry, decision.acceptance);
  }
  return acceptances;
}

/** Decides what becomes of an entry whose slot another job has. */
async function resolve(context: QueueContext, given: Entry, firstHolder: string): Promise<Acceptance> {
  const { queue, settings } = context;
  let entry = given;
  let acceptance: Acceptance = "accepted";
  let holder: string | undefined = firstHolder;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const decision = await decide(context, entry, entry === given ? decideByFirst : decideBeside, holder);
    if (decision.action === "keep") return decision.acceptance;
    if (decision.action === "revive") {
      if (await revive(context, entry, holder)) return decision.acceptance;
      continue; // somebody else revived it first: look again
    }
    if (decision.action === "beside") {
      acceptance = decision.acceptance;
      entry = toBeside(entry, settings.onReplay);
    } else {
      await vacate(queue, entry, holder);
    }
    [holder] = await addAll(context, [entry]);
    if (holder === undefined) return acceptance;
  }
  throw new Error("a delivery's slot changed hands too often to be taken.");
}

async function decide(context: QueueContext, entry: Entry, by: Decide, id: string): Promise<Decision> {
  const holder = await holderBy(context, id);
  // A job that is gone was done, and its window is over.
  if (holder === undefined) return { action: "replace" };
  return by(entry, holder, context.settings.windowMs, Date.now());
}

async function holderBy(access: QueueAccess, id: string): Promise<SlotHolder | undefined> {
  const job = await readJob(access.queue, id);
  const found = job && (await findState(access, job));
  return found && holderOf(job, found.state);
}

/** Adds jobs in one write. For each the id of the job that has its slot already, if any. */
async function addAll(
  { queue, settings }: QueueContext,
  entries: readonly Entry[],
): Promise<readonly (string | undefined)[]> {
  if (entries.length === 0) return [];
  const jobs = entries.map((entry) => ({
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

function optionsOf(entry: Entry, settings: StoreSettings): JobsOptions {
  return {
    jobId: randomUUID(),
    attempts: settings.attempts,
    backoff: { type: "flaghook" },
    removeOnComplete: { age: Math.ceil(settings.windowMs / 1000) },
    removeOnFail: false,
    ...(entry.storedDead !== undefined && { delay: DEAD_DELAY_MS }),
    ...(!isNewOccurrence(entry) && { deduplication: { id: entry.slot, ttl: memoryMs(settings) } }),
  };
}

/** Frees the slot, if this job still has it. */
async function vacate(queue: DeliveryQueue, entry: Entry, holder: string): Promise<void> {
  const options = { deduplication: { id: entry.slot } };
  await new Job(queue, "delivery", toJobData(entry), options, holder).removeDeduplicationKey();
}

/** False when the job is no longer dead. */
async function revive(context: QueueContext, entry: Entry, id: string): Promise<boolean> {
  const job = await readJob(context.queue, id);
  if (job === undefined) return false;
  return restart(context, job, toRevived(entry, decodeFields(job.data?.fields) ?? entry));
}
