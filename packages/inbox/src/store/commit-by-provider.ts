import type { Entry } from "./stored-entry.ts";

/**
 * Splits a batch by provider, commits the parts side by side, and gives their results in the order
 * of the batch.
 */
export async function commitByProvider<Result>(
  batch: readonly Entry[],
  commit: (provider: string, entries: readonly Entry[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const parts = new Map<string, Entry[]>();
  for (const entry of batch) {
    const part = parts.get(entry.provider);
    if (part === undefined) parts.set(entry.provider, [entry]);
    else part.push(entry);
  }
  const results = new Map<Entry, Result>();
  const commits = Array.from(parts, async ([provider, entries]) => {
    const committed = await commit(provider, entries);
    entries.forEach((entry, index) => results.set(entry, committed[index]!));
  });
  await Promise.all(commits);
  return batch.map((entry) => results.get(entry)!);
}
