import {
  countsOf,
  keptSlots,
  partByWrites,
  sortOut,
  type Acceptance,
  type Entry,
  type Step,
} from "@flaghook/inbox/store";
import { isLockTimeout } from "../database/statement-timeout.ts";
import { inTransaction } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
import type { Access } from "../job/job-table.ts";
import { jobId } from "../job/job.ts";
import { insertJobs, type Target } from "./insert-jobs.ts";
import { lookAndPlan, type LookedPlan } from "./look-and-plan.ts";
import { revive } from "./revive.ts";

/** Rounds in which a slot can change hands before we call it a fault. */
const MAX_ROUNDS = 20;

/** What a commit did. */
export interface Committed {
  readonly acceptances: ReadonlyMap<Entry, Acceptance>;
  /** Entries that wait for a lock of somebody else's. Empty where no `lockMs` was given. */
  readonly locked: readonly Entry[];
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
  { db, lockMs }: Access = {},
): Promise<Committed> {
  const target = { engine, queue, db, lockMs };
  const acceptances = new Map<Entry, Acceptance>();
  const locked = new Set<Entry>();
  let waiting = batch;
  for (let round = 0; waiting.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error("a delivery's slot changed hands too often to be taken.");
    const looked = await unlessLocked(target, lookAndPlan(target, waiting));
    if (looked === LOCKED) {
      for (const entry of waiting) locked.add(entry);
      break;
    }
    const { sure, open } = partByWrites(looked.plan);
    const [writes, uncounted] = await Promise.all([carryOut(target, looked), countReplays(target, sure)]);
    const { final, again } = sortOut(open, writes.failed);
    const late = new Set([...uncounted, ...(await countReplays(target, final))]);
    for (const step of [...sure, ...final]) {
      if (late.has(step)) locked.add(step.entry);
      else acceptances.set(step.entry, step.decision.acceptance);
    }
    const lockedSlots = new Set(writes.locked.map(({ entry }) => entry.slot));
    for (const entry of again) if (lockedSlots.has(entry.slot)) locked.add(entry);
    waiting = waiting.filter((entry) => again.has(entry) && !locked.has(entry));
  }
  return { acceptances, locked: batch.filter((entry) => locked.has(entry)) };
}

const LOCKED = Symbol("locked");

/** What a write gives, or that somebody else has a lock for longer than it may wait. */
async function unlessLocked<Result>(
  { lockMs }: Target,
  write: Promise<Result>,
): Promise<Result | typeof LOCKED> {
  try {
    return await write;
  } catch (error) {
    if (lockMs === undefined || !isLockTimeout(error)) throw error;
    return LOCKED;
  }
}

/** Steps that came too late, or for a lock of somebody else's. */
interface Writes {
  readonly failed: ReadonlySet<Step>;
  /** Those of them that a lock kept. */
  readonly locked: readonly Step[];
}

/** Does what a plan says and the look has not done. */
async function carryOut(target: Target, { plan, rows, stored }: LookedPlan): Promise<Writes> {
  const steps = plan.steps.filter(
    ({ decision }) => decision.action !== "insert" || !stored.has(jobId(decision.entry.slot)),
  );
  const inserts = steps.filter(({ decision }) => decision.action === "insert");
  const unstored = await unlessLocked(target, insert(target, inserts));
  const late = unstored === LOCKED ? [] : [...unstored];
  const locked = unstored === LOCKED ? inserts : [];
  for (const step of steps) {
    if (step.decision.action !== "revive") continue;
    const row = rows.get(jobId(step.decision.slot));
    // Without one a delivery of the same batch holds the slot: look again once that is stored.
    const isRevived =
      row !== undefined && (await unlessLocked(target, revive(target.engine, row, step.entry, target)));
    if (isRevived === LOCKED) locked.push(step);
    else if (!isRevived) late.push(step);
  }
  return { failed: new Set([...late, ...locked]), locked };
}

/** Frees slots whose holder's window is over. The replays that were kept beside it go. */
async function vacate(target: Target, slots: readonly string[]): Promise<void> {
  if (slots.length === 0) return;
  const { engine, queue } = target;
  const kept = slots.flatMap((slot) => [slot, ...keptSlots(slot)]);
  const before = Date.now() - engine.settings.windowMs;
  await engine.table.removeOver(queue, { ids: slots.map(jobId), keptIds: kept.map(jobId), before }, target);
}

/** Inserts in one statement. Gives the steps whose slot is taken. */
async function insert(target: Target, steps: readonly Step[]): Promise<readonly Step[]> {
  const inserts = new Map<Step, Entry>();
  const replaced: string[] = [];
  for (const step of steps) {
    if (step.decision.action !== "insert") continue;
    inserts.set(step, step.decision.entry);
    if (step.decision.replaces) replaced.push(step.decision.entry.slot);
  }
  if (inserts.size === 0) return [];
  await vacate(target, replaced);
  const entries = [...inserts.values()];
  const storedDead = entries.flatMap(({ slot, storedDead: is }) => (is === undefined ? [] : [jobId(slot)]));
  const { engine, queue, db } = target;
  const stored =
    storedDead.length === 0
      ? await insertJobs(target, entries, db ?? engine.db)
      : await inTransaction(engine.boss, db, async (tx) => {
          const ids = await insertJobs(target, entries, tx);
          const dead = storedDead.filter((id) => ids.has(id));
          if (dead.length > 0) await engine.boss.cancel(queue, dead, { db: tx });
          return ids;
        });
  return [...inserts].flatMap(([step, { slot }]) => (stored.has(jobId(slot)) ? [] : [step]));
}

/** Counts the replays that are not kept. Gives the steps that it could not count for a lock. */
async function countReplays(target: Target, steps: readonly Step[]): Promise<readonly Step[]> {
  const counts = new Map(Array.from(countsOf(steps), ([slot, count]) => [jobId(slot), count]));
  if (counts.size === 0) return [];
  const { engine, queue } = target;
  const counted = await unlessLocked(target, engine.table.addFurther(queue, counts, target));
  return counted === LOCKED ? steps.filter(({ decision }) => decision.action === "count") : [];
}
