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
import type { Looked } from "../job/look.ts";
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
 * However large the batch is, a round looks at all slots and stores what is new in one statement. A
 * second one counts replays, and stores what needed the look. A further round is for those whose
 * slot somebody else took in between.
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
    const looked = await lookAndPlan(target, waiting);
    const { sure, open } = partByWrites(looked.plan);
    const [failed] = await Promise.all([carryOut(target, looked), countReplays(target, countsOf(sure))]);
    const { final, again } = sortOut(open, failed);
    await countReplays(target, countsOf(final));
    for (const { entry, decision } of [...sure, ...final]) acceptances.set(entry, decision.acceptance);
    waiting = waiting.filter((entry) => again.has(entry));
  }
  return batch.map((entry) => acceptances.get(entry)!);
}

/** A batch after the looks at its slots: its plan, and how much of that is done. */
interface LookedPlan {
  readonly plan: Plan;
  /** Jobs that are there, by their ids. */
  readonly rows: ReadonlyMap<string, JobRow>;
  /** Ids of jobs that the look has stored. */
  readonly stored: ReadonlySet<string>;
}

/**
 * Plans a batch. Only replays of a first delivery in the same batch need a second look, at what is
 * kept aside beside it.
 */
async function lookAndPlan(target: Target, batch: readonly Entry[]): Promise<LookedPlan> {
  const now = Date.now();
  const rows = new Map<string, JobRow>();
  const holders = new Map<string, SlotHolder | undefined>();
  const hold = (slot: string): void => {
    const row = rows.get(jobId(slot));
    holders.set(slot, row && holderOf(row));
  };
  // Each once: a flood of replays is of one delivery.
  const firsts = new Set(batch.flatMap(({ slot, ownSlot }) => (ownSlot === undefined ? [] : [slot])));
  let unknown: readonly string[] = slotsOf(batch);
  const found = await lookAt(target, unknown, firsts, likelyNew(batch));
  for (const row of found.rows) rows.set(row.id, row);
  for (const slot of firsts) if (rows.has(jobId(slot))) for (const kept of keptSlots(slot)) hold(kept);
  for (;;) {
    for (const slot of unknown) hold(slot);
    const plan = planBatch(batch, holders, target.engine.settings, now);
    if (plan.unknown.length === 0) return { plan, rows, stored: found.stored };
    unknown = plan.unknown;
    for (const row of (await lookAt(target, unknown)).rows) rows.set(row.id, row);
  }
}

/** Bodies up to this size are sent with the first look: most deliveries are new. */
const SMALL_BODY_BYTES = 65_536;

/** The deliveries that are the first of their slot in the batch, and that can be new. */
function likelyNew(batch: readonly Entry[]): readonly Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of batch) if (!first.has(entry.slot)) first.set(entry.slot, entry);
  return [...first.values()].filter(
    ({ storedDead, body }) => storedDead === undefined && body.byteLength <= SMALL_BODY_BYTES,
  );
}

/**
 * @param firsts Slots to look beside of, too.
 * @param toStore What to store if it is new.
 */
async function lookAt(
  { engine, queue, db }: Target,
  slots: readonly string[],
  firsts: ReadonlySet<string> = new Set(),
  toStore: readonly Entry[] = [],
): Promise<Looked> {
  const ids = slots.map(jobId);
  const beside = new Map(Array.from(firsts, (slot) => [jobId(slot), jobId(keptSlots(slot)[0]!)]));
  const look = { ids, firsts: beside };
  if (toStore.length === 0) return engine.table.lookAt(queue, look, db);
  const unless = new Map(
    toStore.flatMap(({ slot, ownSlot }) => (ownSlot === undefined ? [] : [[jobId(slot), jobId(ownSlot)]])),
  );
  let looked: Looked | undefined;
  await insertJobs(engine, queue, toStore, {
    async executeSql(text, [jobs] = []) {
      looked = await engine.table.lookAt(queue, { ...look, insertion: { text, jobs, unless } }, db);
      return { rows: [] };
    },
  });
  return looked!;
}

/** Inserts in one statement. Gives the ids of what was stored: pg-boss leaves out what is taken. */
async function insertJobs(
  { boss, settings }: Engine,
  queue: string,
  entries: readonly Entry[],
  db: Db,
): Promise<ReadonlySet<string>> {
  // Sorted: two batches that meet in different orders would wait for each other.
  const jobs = entries
    .map((entry) => toJob(jobId(entry.slot), entry, settings))
    .toSorted((a, b) => (a.id! < b.id! ? -1 : 1));
  return new Set(await boss.insert(queue, jobs, { returnId: true, db }));
}

/** Does what a plan says and the look has not done. Gives the steps that came too late. */
async function carryOut(target: Target, { plan, rows, stored }: LookedPlan): Promise<ReadonlySet<Step>> {
  const steps = plan.steps.filter(
    ({ decision }) => decision.action !== "insert" || !stored.has(jobId(decision.entry.slot)),
  );
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

/** Inserts in one statement. Gives the steps whose slot is taken. */
async function insert({ engine, queue, db }: Target, steps: readonly Step[]): Promise<readonly Step[]> {
  const inserts = new Map<Step, Entry>();
  for (const step of steps) if (step.decision.action === "insert") inserts.set(step, step.decision.entry);
  if (inserts.size === 0) return [];
  const entries = [...inserts.values()];
  const storedDead = entries.flatMap(({ slot, storedDead: is }) => (is === undefined ? [] : [jobId(slot)]));
  const { boss, db: own } = engine;
  const stored =
    storedDead.length === 0
      ? await insertJobs(engine, queue, entries, db ?? own)
      : await inTransaction(boss, db, async (tx) => {
          const ids = await insertJobs(engine, queue, entries, tx);
          const dead = storedDead.filter((id) => ids.has(id));
          if (dead.length > 0) await boss.cancel(queue, dead, { db: tx });
          return ids;
        });
  return [...inserts].flatMap(([step, { slot }]) => (stored.has(jobId(slot)) ? [] : [step]));
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
