import { randomUUID } from "node:crypto";
import type { Db, PgBoss } from "pg-boss";
import {
  type Entry,
  type Outcome,
  placeBeside,
  placeFirst,
  placeOwn,
  type Settings,
  slotOf,
  toBeside,
} from "@flaghook/inbox/store";
import {
  isOccurrence,
  jobId,
  occupantOf,
  readMeta,
  stateOf,
  toJob,
  toJobData,
  type JobRow,
} from "../job/job.ts";
import { isLockTimeout } from "../database/statement-timeout.ts";
import type { JobTable } from "../job/job-table.ts";
import { answerOf, inTransaction } from "../database/transaction.ts";

/** Rounds in which a place can change hands before somebody is at fault. Equal deliveries in one batch take a round each. */
const MAX_ROUNDS = 600;

/** An engine with its table. */
export interface Engine {
  readonly boss: PgBoss;
  /** For statements that must not take long. */
  readonly db: Db;
  readonly table: JobTable;
  readonly settings: Settings;
}

interface Waiting {
  entry: Entry;
  isBeside: boolean;
  /** When it is stored. */
  outcome: Outcome;
  id: string;
  /** The occurrence of equal bytes that this one comes after. */
  previous: JobRow | undefined;
  readonly index: number;
}

/** How an entry and a job came to terms: with an outcome, or the entry looks again, or the job is a thing of the past. */
type Meeting = Outcome | "again" | "over";

/**
 * Stores entries of one provider in its queue. Those whose place is held by a transaction that stays open fail, and do not
 * hold up the others.
 */
export async function commitAround(
  engine: Engine,
  queue: string,
  batch: readonly Entry[],
): Promise<readonly (Outcome | Error)[]> {
  try {
    return await commitToQueue(engine, queue, batch);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
  }
  const bySlot = new Map<string, Entry[]>();
  for (const entry of batch) bySlot.set(entry.slot, [...(bySlot.get(entry.slot) ?? []), entry]);
  const results = new Map<Entry, Outcome | Error>();
  const commits = Array.from(bySlot.values(), async (entries) => {
    const outcomes = await commitOrHeld(engine, queue, entries);
    entries.forEach((entry, index) => results.set(entry, outcomes[index]!));
  });
  await Promise.all(commits);
  return batch.map((entry) => results.get(entry)!);
}

async function commitOrHeld(
  engine: Engine,
  queue: string,
  entries: readonly Entry[],
): Promise<readonly (Outcome | Error)[]> {
  try {
    return await commitToQueue(engine, queue, entries);
  } catch (cause) {
    if (!isLockTimeout(cause)) throw cause;
    return entries.map(() => new Error("a transaction that is still open holds this delivery.", { cause }));
  }
}

/** One sorted insert, and further rounds for those whose place is taken. */
export async function commitToQueue(
  engine: Engine,
  queue: string,
  batch: readonly Entry[],
  db?: Db,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let waiting = batch.map((entry, index): Waiting => ({
    entry,
    index,
    isBeside: false,
    outcome: "accepted",
    id: "",
    previous: undefined,
  }));
  waiting = await meetOwn(engine, queue, waiting, outcomes, db);
  for (let round = 0; waiting.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error("a delivery's place changed hands too often to be taken.");
    const left: Waiting[] = [];
    const chosen = new Map<string, Waiting>();
    const newest = await newestOccurrences(engine, queue, waiting, db);
    for (const one of waiting) {
      const meeting = await choosePlace(engine, queue, one, newest.get(one.entry.slot), db);
      if (meeting !== "over" && meeting !== "again") outcomes[one.index] = meeting;
      else if (meeting === "again" || chosen.has(one.id)) left.push(one);
      else chosen.set(one.id, one);
    }
    const stored = await insert(engine, queue, [...chosen.values()], db);
    const taken = [...chosen.values()].filter(({ id }) => !stored.has(id));
    for (const one of chosen.values()) {
      if (stored.has(one.id)) outcomes[one.index] = one.outcome;
    }
    left.push(...(await meetTakers(engine, queue, taken, outcomes, db)));
    waiting = left.toSorted((a, b) => a.index - b.index);
  }
  return outcomes;
}

/** Those that the places of their own ids do not decide. */
async function meetOwn(
  engine: Engine,
  queue: string,
  all: readonly Waiting[],
  outcomes: Outcome[],
  db: Db | undefined,
): Promise<Waiting[]> {
  const ownId = ({ entry }: Waiting): string => (entry.ownSlot === undefined ? "" : jobId(entry.ownSlot));
  const ids = all.map(ownId).filter((id) => id !== "");
  if (ids.length === 0) return [...all];
  const rows = new Map((await engine.table.byIds(queue, ids, db)).map((row) => [row.id, row]));
  const left: Waiting[] = [];
  for (const one of all) {
    const row = rows.get(ownId(one));
    const meeting = row === undefined ? "again" : await meet(engine, queue, one, row, placeOwn, db);
    if (meeting === "over" || meeting === "again") left.push(one);
    else outcomes[one.index] = meeting;
  }
  return left;
}

/** Of each slot the occurrence that was accepted last. Not who stands last: a purge leaves holes in the row of places. */
async function newestOccurrences(
  { table }: Engine,
  queue: string,
  waiting: readonly Waiting[],
  db: Db | undefined,
): Promise<ReadonlyMap<string, JobRow>> {
  const entries = waiting
    .map(({ entry }) => entry)
    .filter((entry) => isOccurrence(entry) || isMismatch(entry));
  const newest = new Map<string, JobRow>();
  if (entries.length === 0) return newest;
  const slots = new Map(entries.map(({ slot }) => [slot, jobId(slot)]));
  for (const row of await table.newestOccurrences(queue, slots, db)) {
    const other = newest.get(row.slot);
    if (other === undefined || acceptedAt(row) > acceptedAt(other)) newest.set(row.slot, row);
  }
  return newest;
}

/** Sets the id of the job that the entry would be. "over" when nothing speaks against it. */
async function choosePlace(
  engine: Engine,
  queue: string,
  one: Waiting,
  newest: JobRow | undefined,
  db: Db | undefined,
): Promise<Meeting> {
  const { slot, occurrenceWindow } = one.entry;
  if (occurrenceWindow === 0) one.id = randomUUID();
  else if (occurrenceWindow === undefined) {
    one.id = jobId(slot);
    if (newest !== undefined && newest.id !== one.id) return meet(engine, queue, one, newest, placeFirst, db);
  } else {
    // Each occurrence has the place after the one before it: two that come at the same time want the same.
    const previous = one.previous ?? newest;
    one.id = jobId(slotOf(slot, previous?.id ?? ""));
    if (one.previous === undefined && newest !== undefined) {
      return meet(engine, queue, one, newest, placeFirst, db);
    }
  }
  return "over";
}

/** It may be an occurrence that could not be read as one. */
function isMismatch({ held }: Entry): boolean {
  return held === "schema-mismatch";
}

function acceptedAt(row: JobRow): number {
  return occupantOf(row).acceptedAt;
}

/** Those that are still without a place after meeting the jobs that have theirs. */
async function meetTakers(
  engine: Engine,
  queue: string,
  taken: readonly Waiting[],
  outcomes: Outcome[],
  db: Db | undefined,
): Promise<Waiting[]> {
  if (taken.length === 0) return [];
  const ids = taken.map(({ id }) => id);
  const rows = new Map((await engine.table.byIds(queue, ids, db)).map((row) => [row.id, row]));
  const left: Waiting[] = [];
  for (const one of taken) {
    const row = rows.get(one.id);
    const place = one.isBeside ? placeBeside : placeFirst;
    const meeting = row === undefined ? "again" : await meet(engine, queue, one, row, place, db);
    if (meeting === "over") one.previous = row;
    if (meeting === "over" || meeting === "again") left.push(one);
    else outcomes[one.index] = meeting;
  }
  return left;
}

async function meet(
  engine: Engine,
  queue: string,
  one: Waiting,
  row: JobRow,
  place: typeof placeFirst | typeof placeOwn,
  db: Db | undefined,
): Promise<Meeting> {
  const { settings, table } = engine;
  const now = Date.now();
  const placement = place(one.entry, occupantOf(row), settings.window, now);
  if (placement === undefined) return "again";
  if (placement.action === "keep") return placement.outcome;
  if (placement.action === "revive") {
    return (await revive(engine, row, one.entry, db)) ? placement.outcome : "again";
  }
  if (placement.action === "beside") {
    one.outcome = placement.outcome;
    one.entry = toBeside(one.entry, one.outcome, settings.onReplay);
    one.isBeside = true;
    return "again";
  }
  if (isOccurrence(one.entry)) return "over";
  await table.removeDone(queue, row.id, now - settings.window, db);
  return "again";
}

/** Ids of those that were stored. pg-boss leaves the others out. */
async function insert(
  { boss, db: own, settings }: Engine,
  queue: string,
  places: readonly Waiting[],
  db: Db | undefined,
): Promise<ReadonlySet<string>> {
  if (places.length === 0) return new Set();
  // Sorted: two batches that meet in another order wait for each other.
  const sorted = places.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const jobs = sorted.map(({ id, entry }) => toJob(id, entry, settings));
  const held = new Set(sorted.filter(({ entry }) => entry.held !== undefined).map(({ id }) => id));
  if (held.size === 0) {
    return new Set(await boss.insert(queue, jobs, { returnId: true, db: db ?? own }));
  }
  return inTransaction(boss, db, async (tx) => {
    const stored = new Set(await boss.insert(queue, jobs, { returnId: true, db: tx }));
    const ids = [...held].filter((id) => stored.has(id));
    if (ids.length > 0) await boss.cancel(queue, ids, { db: tx });
    return stored;
  });
}

/** Runs a dead job again with all its attempts, and with what the entry brought. False when it is no longer dead. */
export async function revive(
  { boss, table, settings }: Engine,
  row: JobRow,
  entry: Entry | undefined,
  db?: Db,
): Promise<boolean> {
  if (stateOf(row) !== "dead") return false;
  const { name, id, retryCount, hasStarted, state } = row;
  const retryLimit = retryCount + settings.attempts - (hasStarted ? 0 : 1);
  return inTransaction(boss, db, async (tx) => {
    const release = state === "failed" ? boss.retry(name, id, { db: tx }) : boss.resume(name, id, { db: tx });
    const { affected } = await answerOf(release);
    if (affected === 0) return false;
    const data = entry === undefined ? undefined : revivedData(row, entry);
    await boss.update(name, data, { id, retryLimit, startAfter: 0, db: tx });
    await table.setOutput(name, id, undefined, tx);
    return true;
  });
}

function revivedData(row: JobRow, entry: Entry): object {
  const { slot, replay, receivedAt } = readMeta(row) ?? entry;
  return toJobData({ ...entry, slot, replay, receivedAt, held: undefined });
}
