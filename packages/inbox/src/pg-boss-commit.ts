import { randomUUID } from "node:crypto";
import type { Db, PgBoss } from "pg-boss";
import { slotOf, type Entry } from "./entry.ts";
import { placeBeside, placeFirst, placeOwn, toBeside } from "./outcome.ts";
import { jobId, occupantOf, readMeta, stateOf, toJob, toJobData, type JobRow } from "./pg-boss-job.ts";
import type { JobTable } from "./pg-boss-table.ts";
import type { Outcome, Settings } from "./store.ts";
import { answerOf, inTransaction } from "./pg-boss-transaction.ts";

/** Rounds in which a place can change hands before somebody is at fault. Equal deliveries in one batch take a round each. */
const MAX_ROUNDS = 600;
/** Occurrences of equal bytes that are looked at together. */
const OCCURRENCES = 32;

/** An engine with its table. */
export interface Engine {
  readonly boss: PgBoss;
  readonly table: JobTable;
  readonly settings: Settings;
}

interface Waiting {
  entry: Entry;
  isBeside: boolean;
  /** When it is stored. */
  outcome: Outcome;
  id: string;
  readonly index: number;
}

/** Stores entries of one provider in its queue: one sorted insert, and further rounds for those whose place is taken. */
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
  }));
  waiting = await meetOwn(engine, queue, waiting, outcomes, db);
  for (let round = 0; waiting.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new Error("a delivery's place changed hands too often to be taken.");
    const left: Waiting[] = [];
    const chosen = new Map<string, Waiting>();
    for (const one of waiting) {
      const outcome = await choosePlace(engine, queue, one, db);
      if (outcome !== undefined) outcomes[one.index] = outcome;
      else if (chosen.has(one.id)) left.push(one);
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
    const outcome = row && (await meet(engine, queue, one, row, placeOwn, db));
    if (outcome === undefined) left.push(one);
    else outcomes[one.index] = outcome;
  }
  return left;
}

/** Which job the entry would be. An occurrence looks at the earlier ones first: their places stay taken. */
async function choosePlace(
  engine: Engine,
  queue: string,
  one: Waiting,
  db: Db | undefined,
): Promise<Outcome | undefined> {
  const { entry } = one;
  one.id = jobId(entry.slot);
  if (entry.occurrenceWindow === undefined) return undefined;
  if (entry.occurrenceWindow === 0) {
    one.id = randomUUID();
    return undefined;
  }
  one.id = await freePlace(engine, queue, entry.slot, db);
  // Not among the taken places: a purge leaves holes, and what is behind one can be newer than what is before it.
  const rows = await engine.table.newestOccurrences(queue, entry.slot, db);
  const newest = rows.toSorted((a, b) => acceptedAt(b) - acceptedAt(a))[0];
  return newest === undefined ? undefined : meet(engine, queue, one, newest, placeFirst, db);
}

/** The first place of an occurrence that no job has. Who is there first at the same time as another, keeps it. */
async function freePlace(engine: Engine, queue: string, slot: string, db: Db | undefined): Promise<string> {
  for (let from = 0; ; from += OCCURRENCES) {
    const ids = Array.from({ length: OCCURRENCES }, (_, index) => jobId(slotOf(slot, String(from + index))));
    const taken = new Set((await engine.table.byIds(queue, ids, db)).map(({ id }) => id));
    const free = ids.find((id) => !taken.has(id));
    if (free !== undefined) return free;
  }
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
    const outcome = row && (await meet(engine, queue, one, row, place, db));
    if (outcome === undefined) left.push(one);
    else outcomes[one.index] = outcome;
  }
  return left;
}

/** The outcome, or nothing when the entry is to try (again) for its place. */
async function meet(
  engine: Engine,
  queue: string,
  one: Waiting,
  row: JobRow,
  place: typeof placeFirst | typeof placeOwn,
  db: Db | undefined,
): Promise<Outcome | undefined> {
  const { settings, table } = engine;
  const now = Date.now();
  const placement = place(one.entry, occupantOf(row), settings.window, now);
  if (placement === undefined) return undefined;
  if (placement.action === "keep") return placement.outcome;
  if (placement.action === "revive") {
    return (await revive(engine, row, one.entry, db)) ? placement.outcome : undefined;
  }
  if (placement.action === "beside") {
    one.outcome = placement.outcome;
    one.entry = toBeside(one.entry, one.outcome, settings.onReplay);
    one.isBeside = true;
  } else if (one.entry.occurrenceWindow === undefined) {
    await table.removeDone(queue, row.id, now - settings.window, db);
  }
  return undefined;
}

/** Ids of those that were stored. pg-boss leaves the others out. */
async function insert(
  { boss, settings }: Engine,
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
    return new Set(await boss.insert(queue, jobs, { returnId: true, ...(db && { db }) }));
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

function revivedData({ meta }: JobRow, entry: Entry): object {
  const { slot, replay, receivedAt } = readMeta(meta);
  return toJobData({ ...entry, slot, replay, receivedAt, held: undefined });
}
