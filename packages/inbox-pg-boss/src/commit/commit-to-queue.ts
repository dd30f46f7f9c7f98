import {
  decideBeside,
  decideByFirst,
  decideByOwnId,
  toBeside,
  type Acceptance,
  type Decision,
  type Entry,
} from "@flaghook/inbox/store";
import type { Db } from "pg-boss";
import { inTransaction } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
import { holderOf, jobId, toJob, type JobRow } from "../job/job.ts";
import { revive } from "./revive.ts";

/**
 * Rounds in which a slot can change hands before we call it a fault. Equal deliveries in one batch
 * take a round each.
 */
const MAX_ROUNDS = 600;

interface Waiting {
  entry: Entry;
  isBeside: boolean;
  /** The response once it is stored. */
  acceptance: Acceptance;
  readonly index: number;
}

/**
 * Stores entries of one provider: a sorted insert, and further rounds for those whose slot is
 * taken.
 */
export async function commitToQueue(
  engine: Engine,
  queue: string,
  batch: readonly Entry[],
  db?: Db,
): Promise<readonly Acceptance[]> {
  const acceptances: Acceptance[] = [];
  let waiting = batch.map((entry, index): Waiting => ({
    entry,
    index,
    isBeside: false,
    acceptance: "accepted",
  }));
  waiting = await decideAllByOwnId(engine, queue, waiting, acceptances, db);
  for (let round = 0; waiting.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error("a delivery's slot changed hands too often to be taken.");
    const left: Waiting[] = [];
    const chosen = new Map<string, Waiting>();
    for (const one of waiting) {
      const id = jobId(one.entry.slot);
      if (chosen.has(id)) left.push(one);
      else chosen.set(id, one);
    }
    const stored = await insert(engine, queue, chosen, db);
    const taken: Waiting[] = [];
    for (const [id, one] of chosen) {
      if (stored.has(id)) acceptances[one.index] = one.acceptance;
      else taken.push(one);
    }
    left.push(...(await decideAllByHolder(engine, queue, taken, acceptances, db)));
    waiting = left.toSorted((a, b) => a.index - b.index);
  }
  return acceptances;
}

/** Those that the delivery under their own id does not decide. */
async function decideAllByOwnId(
  engine: Engine,
  queue: string,
  all: readonly Waiting[],
  acceptances: Acceptance[],
  db: Db | undefined,
): Promise<Waiting[]> {
  const ids = all.flatMap(({ entry }) => (entry.ownSlot === undefined ? [] : [jobId(entry.ownSlot)]));
  if (ids.length === 0) return [...all];
  const rows = await rowsById(engine, queue, ids, db);
  const left: Waiting[] = [];
  for (const one of all) {
    const { ownSlot } = one.entry;
    const row = ownSlot === undefined ? undefined : rows.get(jobId(ownSlot));
    const decision = row && decideByOwnId(one.entry, holderOf(row), engine.settings.windowMs, Date.now());
    const acceptance = row && decision && (await follow(engine, queue, one, row, decision, db));
    if (acceptance === undefined) left.push(one);
    else acceptances[one.index] = acceptance;
  }
  return left;
}

/** Those that still have no slot after meeting the jobs in theirs. */
async function decideAllByHolder(
  engine: Engine,
  queue: string,
  taken: readonly Waiting[],
  acceptances: Acceptance[],
  db: Db | undefined,
): Promise<Waiting[]> {
  if (taken.length === 0) return [];
  const ids = taken.map(({ entry }) => jobId(entry.slot));
  const rows = await rowsById(engine, queue, ids, db);
  const left: Waiting[] = [];
  for (const one of taken) {
    const row = rows.get(jobId(one.entry.slot));
    const decide = one.isBeside ? decideBeside : decideByFirst;
    const decision = row && decide(one.entry, holderOf(row), engine.settings.windowMs, Date.now());
    const acceptance = row && decision && (await follow(engine, queue, one, row, decision, db));
    if (acceptance === undefined) left.push(one);
    else acceptances[one.index] = acceptance;
  }
  return left;
}

/** Does what the rules say. `undefined` when the entry must look again. */
async function follow(
  engine: Engine,
  queue: string,
  one: Waiting,
  row: JobRow,
  decision: Decision,
  db: Db | undefined,
): Promise<Acceptance | undefined> {
  const { settings, table } = engine;
  if (decision.action === "keep") return decision.acceptance;
  if (decision.action === "revive") {
    return (await revive(engine, row, one.entry, db)) ? decision.acceptance : undefined;
  }
  if (decision.action === "beside") {
    one.acceptance = decision.acceptance;
    one.entry = toBeside(one.entry, settings.onReplay);
    one.isBeside = true;
    return undefined;
  }
  await table.removeDone(queue, row.id, Date.now() - settings.windowMs, db);
  return undefined;
}

async function rowsById(
  { table }: Engine,
  queue: string,
  ids: readonly string[],
  db: Db | undefined,
): Promise<ReadonlyMap<string, JobRow>> {
  return new Map((await table.byIds(queue, ids, db)).map((row) => [row.id, row]));
}

/** Ids of those that were stored: pg-boss leaves out an id that is taken. */
async function insert(
  { boss, db: own, settings }: Engine,
  queue: string,
  chosen: ReadonlyMap<string, Waiting>,
  db: Db | undefined,
): Promise<ReadonlySet<string>> {
  if (chosen.size === 0) return new Set();
  // Sorted: two batches that meet in different orders would wait for each other.
  const sorted = [...chosen].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const jobs = sorted.map(([id, { entry }]) => toJob(id, entry, settings));
  const storedDead = sorted.flatMap(([id, { entry }]) => (entry.storedDead === undefined ? [] : [id]));
  if (storedDead.length === 0) {
    return new Set(await boss.insert(queue, jobs, { returnId: true, db: db ?? own }));
  }
  return inTransaction(boss, db, async (tx) => {
    const stored = new Set(await boss.insert(queue, jobs, { returnId: true, db: tx }));
    const ids = storedDead.filter((id) => stored.has(id));
    if (ids.length > 0) await boss.cancel(queue, ids, { db: tx });
    return stored;
  });
}
