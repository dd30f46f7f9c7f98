import type { Entry } from "./stored-entry.ts";
import { queueName } from "./queue-name.ts";

/** Splits a batch by the queues of its providers, commits the parts at once, and puts the outcomes in the batch's order. */
export async function commitByQueue<Result>(
  batch: readonly Entry[],
  commitTo: (queue: string, entries: readonly Entry[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const queues = new Map<string, Entry[]>();
  for (const entry of batch) {
    const name = queueName(entry.provider);
    const entries = queues.get(name);
    if (entries === undefined) queues.set(name, [entry]);
    else entries.push(entry);
  }
  const outcomes = new Map<Entry, Result>();
  const writes = Array.from(queues, async ([name, entries]) => {
    const results = await commitTo(name, entries);
    entries.forEach((entry, index) => outcomes.set(entry, results[index]!));
  });
  await Promise.all(writes);
  return batch.map((entry) => outcomes.get(entry)!);
}
