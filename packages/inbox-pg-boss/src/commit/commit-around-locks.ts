import type { Acceptance, Entry } from "@flaghook/inbox/store";
import { isLockTimeout } from "../database/statement-timeout.ts";
import type { Engine } from "../job/engine.ts";
import { commitToQueue } from "./commit-to-queue.ts";

/**
 * Stores entries of one provider. Those whose slot an open transaction has fail, and do not hold up
 * the others.
 */
export async function commitAroundLocks(
  engine: Engine,
  queue: string,
  batch: readonly Entry[],
): Promise<readonly (Acceptance | Error)[]> {
  try {
    return await commitToQueue(engine, queue, batch);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
  }
  const bySlot = new Map<string, Entry[]>();
  for (const entry of batch) bySlot.set(entry.slot, [...(bySlot.get(entry.slot) ?? []), entry]);
  const results = new Map<Entry, Acceptance | Error>();
  const commits = Array.from(bySlot.values(), async (entries) => {
    const committed = await commitOrFail(engine, queue, entries);
    entries.forEach((entry, index) => results.set(entry, committed[index]!));
  });
  await Promise.all(commits);
  return batch.map((entry) => results.get(entry)!);
}

async function commitOrFail(
  engine: Engine,
  queue: string,
  entries: readonly Entry[],
): Promise<readonly (Acceptance | Error)[]> {
  try {
    return await commitToQueue(engine, queue, entries);
  } catch (cause) {
    if (!isLockTimeout(cause)) throw cause;
    return entries.map(() => new Error("a transaction that is still open has this delivery.", { cause }));
  }
}
