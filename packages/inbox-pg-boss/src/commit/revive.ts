import { toRevived, toSetFree, type Entry } from "@flaghook/inbox/store";
import { inTransaction } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
import type { Access } from "../job/job-table.ts";
import { jobId, readFields, stateOf, toEntry, toJobData, type JobRow } from "../job/job.ts";

/**
 * Reads what a retry runs of a dead job: a replay that was kept aside gets the body of its first
 * delivery. `undefined` when that is gone.
 */
export async function entryToRetry(
  { table }: Engine,
  row: JobRow,
): Promise<{ readonly entry: Entry | undefined } | undefined> {
  const fields = readFields(row);
  if (fields?.firstSlot === undefined) return { entry: undefined };
  const first = await table.dataOf(row.name, jobId(fields.firstSlot));
  const isWhole = first !== undefined && readFields(first) !== undefined;
  return isWhole ? { entry: toSetFree(fields, toEntry(first)) } : undefined;
}

/**
 * Runs a dead job again with all its attempts. False when it is no longer dead.
 *
 * @param entry What it is from now on. Without one it stays as it is stored.
 */
export async function revive(
  { boss, table, settings }: Engine,
  row: JobRow,
  entry: Entry | undefined,
  { db: given, lockMs }: Access = {},
): Promise<boolean> {
  if (stateOf(row) !== "dead") return false;
  const { name, id, retryCount, hasStarted, state } = row;
  const retryLimit = retryCount + settings.attempts - (hasStarted ? 0 : 1);
  return inTransaction(boss, given, async (db) => {
    if (!(await table.takeDead(row, { db, lockMs }))) return false;
    await (state === "failed" ? boss.retry(name, id, { db }) : boss.resume(name, id, { db }));
    const data = entry && toJobData(toRevived(entry, readFields(row) ?? entry));
    await boss.update(name, data, { id, retryLimit, startAfter: 0, db });
    return true;
  });
}
