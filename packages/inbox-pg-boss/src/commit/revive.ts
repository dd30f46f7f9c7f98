import { toRevived, toSetFree, type Entry } from "@flaghook/inbox/store";
import type { Db } from "pg-boss";
import { inTransaction, responseOf } from "../database/transaction.ts";
import type { Engine } from "../job/engine.ts";
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
  db?: Db,
): Promise<boolean> {
  if (stateOf(row) !== "dead") return false;
  const { name, id, retryCount, hasStarted, state } = row;
  const retryLimit = retryCount + settings.attempts - (hasStarted ? 0 : 1);
  return inTransaction(boss, db, async (tx) => {
    const release = state === "failed" ? boss.retry(name, id, { db: tx }) : boss.resume(name, id, { db: tx });
    const { affected } = await responseOf(release);
    if (affected === 0) return false;
    const data = entry && toJobData(toRevived(entry, readFields(row) ?? entry));
    await boss.update(name, data, { id, retryLimit, startAfter: 0, db: tx });
    await table.setOutput(name, id, undefined, tx);
    return true;
  });
}
