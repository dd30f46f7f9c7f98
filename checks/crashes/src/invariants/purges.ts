import type { JournalEntry } from "../journal/journal.ts";

/** What operators wrote about their purges. */
export interface Purges {
  /** Ids that were dead before a purge and not after it, with the last entry that says so. */
  readonly gone: ReadonlyMap<string, number>;
  /** Ids that were dead before a purge whose end is in no journal. */
  readonly unfinished: ReadonlySet<string>;
  /** How many more the purges removed than had been listed before: those that died just then. */
  readonly unlisted: number;
}

interface Purge {
  readonly before: string[];
  readonly gone: string[];
  /** How many it removed, and the number of the entry that says so. */
  end?: { readonly count: number; readonly at: number };
}

export function readPurges(entries: readonly JournalEntry[]): Purges {
  const purges = new Map<string, Purge>();
  entries.forEach(({ action, pid, details: [number, ...ids] }, at) => {
    if (action !== "purging" && action !== "gone" && action !== "purged") return;
    const name = `${pid} ${number}`;
    const purge = purges.get(name) ?? { before: [], gone: [] };
    purges.set(name, purge);
    if (action === "purging") purge.before.push(...ids);
    else if (action === "gone") purge.gone.push(...ids);
    else purge.end = { count: Number(ids[0]), at };
  });

  const gone = new Map<string, number>();
  const unfinished = new Set<string>();
  let unlisted = 0;
  for (const { before, gone: ids, end } of purges.values()) {
    if (end === undefined) {
      for (const id of before) unfinished.add(id);
      continue;
    }
    for (const id of ids) gone.set(id, end.at);
    unlisted += Math.max(0, end.count - ids.length);
  }
  return { gone, unfinished, unlisted };
}
