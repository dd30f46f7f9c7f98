import type { Entry } from "@flaghook/inbox/store";
import type { Db } from "pg-boss";
import { waitsForLocks } from "../database/statement-timeout.ts";
import type { Engine } from "../job/engine.ts";
import { restrictInsert } from "../job/insertion.ts";
import { jobId, toJob } from "../job/job.ts";

/** Where and how a commit runs. */
export interface Target {
  readonly engine: Engine;
  /** A provider's queue. */
  readonly queue: string;
  /** The transaction that everything is to be in, if any. */
  readonly db: Db | undefined;
  /** How long to wait for a lock. As long as the connection says when it is left out. */
  readonly lockMs: number | undefined;
}

/**
 * Inserts entries in one statement. Gives the ids of the jobs that it stored: pg-boss leaves out
 * those whose id is taken.
 */
export async function insertJobs(
  { engine, queue, lockMs }: Target,
  entries: readonly Entry[],
  db: Db,
): Promise<ReadonlySet<string>> {
  return insertThrough(engine, queue, entries, {
    executeSql: (text, values) => db.executeSql(restrictInsert(text, waitsForLocks(lockMs)), values),
  });
}

/** The same, with pg-boss's statement as it is. */
export async function insertThrough(
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
