import type { Entry } from "./entry.ts";
import { queueName } from "./queue-name.ts";
import type { Outcome } from "./store.ts";

/** Splits a batch by the queues of its providers, commits the parts at once, and puts the outcomes in the batch's order. */
export async function commitByQueue(
  batch: readonly Entry[],
  commitTo: (queue: string, entries: readonly Entry[]) => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  const queues = new Map<string, Entry[]>();
  for (const entry of batch) {
    const name = queueName(entry.provider);
    const entries = queues.get(name);
    if (entries === undefined) queues.set(name, [entry]);
    else entries.push(entry);
  }
  const outcomes = new Map<Entry, Outcome>();
  const writes = Array.from(queues, async ([name, entries]) => {
    const results = await commitTo(name, entries);
    entries.forEach((entry, index) => outcomes.set(entry, results[index]!));
  });
  await Promise.all(writes);
  return batch.map((entry) => outcomes.get(entry)!);
}
