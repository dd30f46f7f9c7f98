import type { JournalEntry } from "../journal/journal.ts";

/** What operators wrote about their purges. */
export interface Purges {
  /** Ids that were dead before a purge and not after it, with the last entry that says so. */
  readonly gone: ReadonlyMap<string, number>;
  /** Ids that were dead before a purge whose end is in no journal. */
  readonly unfinished: ReadonlySet<string>;
  /**
   * When those of them ran whose operator lives on: they may have removed what died after it had
   * listed the dead.
   */
  readonly unfinishedSpans: readonly Span[];
  /** How many more the purges removed than had been listed before: those that died just then. */
  readonly unlisted: number;
}

/** Numbers of journal entries, the last one not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Purge {
  readonly pid: number;
  /** Its first and its last entry. */
  readonly at: number;
  last: number;
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
    const purge = purges.get(name) ?? { pid, before: [], gone: [], at, last: at };
    purges.set(name, purge);
    purge.last = at;
    if (action === "purging") purge.before.push(...ids);
    else if (action === "gone") purge.gone.push(...ids);
    else purge.end = { count: Number(ids[0]), at };
  });

  const gone = new Map<string, number>();
  const unfinished = new Set<string>();
  const unfinishedSpans: Span[] = [];
  let unlisted = 0;
  for (const { pid, before, gone: ids, end, at, last } of purges.values()) {
    if (end === undefined) {
      for (const id of before) unfinished.add(id);
      // Until its operator did something else, as after an outage. One that was killed did not.
      const to = entries.findIndex((entry, next) => next > last && entry.pid === pid);
      if (to !== -1) unfinishedSpans.push({ from: at, to });
      continue;
    }
    for (const id of ids) gone.set(id, end.at);
    unlisted += Math.max(0, end.count - ids.length);
  }
  return { gone, unfinished, unfinishedSpans, unlisted };
}
