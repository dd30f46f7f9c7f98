import {
  countsOf,
  keptSlots,
  partByWrites,
  planBatch,
  slotsOf,
  sortOut,
  type Acceptance,
  type Entry,
  type Plan,
  type SlotHolder,
  type Step,
} from "@flaghook/inbox/store";
import type { Db } from "pg-boss";
import { inTransaction } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
import { holderOf, jobId, toJob, type JobRow } from "../job/job.ts";
import { revive } from "./revive.ts";

/** Rounds in which a slot can change hands before we call it a fault. */
const MAX_ROUNDS = 20;

/** A provider's queue, and the transaction that everything is to be in, if any. */
interface Target {
  readonly engine: Engine;
  readonly queue: string;
  readonly db: Db | undefined;
}

/**
 * Stores entries of one provider.
 *
 * However large the batch is, a round looks at all slots in one statement and inserts in another. A
 * further round is for those whose slot somebody else took in between.
 */
export async function commitToQueue(
  engine: Engine,
  queue: string,
  batch: readonly Entry[],
  db?: Db,
): Promise<readonly Acceptance[]> {
  const target = { engine, queue, db };
  const acceptances = new Map<Entry, Acceptance>();
  let waiting = batch;
  for (let round = 0; waiting.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error("a delivery's slot changed hands too often to be taken.");
    const { plan, rows } = await planWithLooks(target, waiting);
    const { sure, open } = partByWrites(plan);
    const [failed] = await Promise.all([carryOut(target, plan, rows), countReplays(target, countsOf(sure))]);
    const { final, again } = sortOut(open, failed);
    await countReplays(target, countsOf(final));
    for (const { entry, decision } of [...sure, ...final]) acceptances.set(entry, decision.acceptance);
    waiting = waiting.filter((entry) => again.has(entry));
  }
  return batch.map((entry) => acceptances.get(entry)!);
}

type Rows = ReadonlyMap<string, JobRow>;

/**
 * Plans a batch. Only replays of a first delivery in the same batch need a second look, at what is
 * kept aside beside it.
 */
async function planWithLooks(
  target: Target,
  batch: readonly Entry[],
): Promise<{ readonly plan: Plan; readonly rows: Rows }> {
  const now = Date.now();
  const rows = new Map<string, JobRow>();
  const holders = new Map<string, SlotHolder | undefined>();
  const hold = (slot: string): void => {
    const row = rows.get(jobId(slot));
    holders.set(slot, row && holderOf(row));
  };
  const firsts = batch.flatMap(({ slot, ownSlot }) => (ownSlot === undefined ? [] : [slot]));
  let unknown: readonly string[] = slotsOf(batch);
  for (let look = 0; ; look++) {
    for (const row of await lookAt(target, unknown, look === 0 ? firsts : [])) rows.set(row.id, row);
    for (const slot of unknown) hold(slot);
    if (look === 0) {
      for (const slot of firsts) if (rows.has(jobId(slot))) for (const kept of keptSlots(slot)) hold(kept);
    }
    const plan = planBatch(batch, holders, target.engine.settings, now);
    if (plan.unknown.length === 0) return { plan, rows };
    unknown = plan.unknown;
  }
}

/** @param firsts Slots to look beside of, too. */
async function lookAt(
  { engine, queue, db }: Target,
  slots: readonly string[],
  firsts: readonly string[],
): Promise<JobRow[]> {
  const beside = new Map(firsts.map((slot) => [jobId(slot), jobId(keptSlots(slot)[0]!)]));
  return engine.table.lookAt(queue, slots.map(jobId), beside, db);
}

/** Does what a plan says. Gives the steps that came too late. */
async function carryOut(target: Target, { steps }: Plan, rows: Rows): Promise<ReadonlySet<Step>> {
  const replaced = steps.flatMap(({ decision }) =>
    decision.action === "insert" && decision.replaces ? [decision.entry.slot] : [],
  );
  await vacate(target, replaced);
  const unstored = await insert(target, steps);
  const late: Step[] = [];
  for (const step of steps) {
    if (step.decision.action !== "revive") continue;
    const row = rows.get(jobId(step.decision.slot));
    // Without one a delivery of the same batch holds the slot: look again once that is stored.
    const { engine, db } = target;
    if (row === undefined || !(await revive(engine, row, step.entry, db))) late.push(step);
  }
  return new Set([...unstored, ...late]);
}

/** Frees slots whose holder's window is over. The replays that were kept beside it go. */
async function vacate({ engine, queue, db }: Target, slots: readonly string[]): Promise<void> {
  if (slots.length === 0) return;
  const kept = slots.flatMap((slot) => [slot, ...keptSlots(slot)]);
  const before = Date.now() - engine.settings.windowMs;
  await engine.table.removeOver(queue, { ids: slots.map(jobId), keptIds: kept.map(jobId), before }, db);
}

/** Inserts in one statement. Gives the steps whose slot is taken: pg-boss leaves those out. */
async function insert({ engine, queue, db }: Target, steps: readonly Step[]): Promise<readonly Step[]> {
  const { boss, db: own, settings } = engine;
  const inserts = new Map<string, { readonly step: Step; readonly entry: Entry }>();
  for (const step of steps) {
    const { decision } = step;
    if (decision.action === "insert")
      inserts.set(jobId(decision.entry.slot), { step, entry: decision.entry });
  }
  if (inserts.size === 0) return [];
  // Sorted: two batches that meet in different orders would wait for each other.
  const sorted = [...inserts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const jobs = sorted.map(([id, { entry }]) => toJob(id, entry, settings));
  const storedDead = sorted.flatMap(([id, { entry }]) => (entry.storedDead === undefined ? [] : [id]));
  const insertAll = async (tx: Db): Promise<ReadonlySet<string>> =>
    new Set(await boss.insert(queue, jobs, { returnId: true, db: tx }));
  const stored =
    storedDead.length === 0
      ? await insertAll(db ?? own)
      : await inTransaction(boss, db, async (tx) => {
          const ids = await insertAll(tx);
          const dead = storedDead.filter((id) => ids.has(id));
          if (dead.length > 0) await boss.cancel(queue, dead, { db: tx });
          return ids;
        });
  return sorted.flatMap(([id, { step }]) => (stored.has(id) ? [] : [step]));
}

/** Counts replays that are not kept at the job of a slot. */
async function countReplays(
  { engine, queue, db }: Target,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  if (counts.size === 0) return;
  await engine.table.addFurther(
    queue,
    new Map(Array.from(counts, ([slot, count]) => [jobId(slot), count])),
    db,
  );
}
