import { keptSlots, planBatch, slotsOf, type Entry, type Plan, type SlotHolder } from "@flaghook/inbox/store";
import { holderOf, jobId, type JobRow } from "../job/job.ts";
import type { Looked } from "../job/look.ts";
import { insertThrough, type Target } from "./insert-jobs.ts";

/** A batch after the looks at its slots: its plan, and how much of that is done. */
export interface LookedPlan {
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
export async function lookAndPlan(target: Target, batch: readonly Entry[]): Promise<LookedPlan> {
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
  { engine, queue, db, lockMs }: Target,
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
  await insertThrough(engine, queue, toStore, {
    async executeSql(text, [jobs] = []) {
      const insertion = { text, jobs, unless, lockMs };
      looked = await engine.table.lookAt(queue, { ...look, insertion }, db);
      return { rows: [] };
    },
  });
  return looked!;
}
