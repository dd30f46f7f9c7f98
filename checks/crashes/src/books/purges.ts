import type { Note } from "../notes.ts";

/** What operators told of their purges. */
export interface Purges {
  /** Ids that were dead before a purge and not after it, with the last note that says so. */
  readonly gone: ReadonlyMap<string, number>;
  /** Ids that were dead before a purge of which nobody told the end. */
  readonly unfinished: ReadonlySet<string>;
  /**
   * How many more the purges removed than had been listed before them: what died late under an
   * early date.
   */
  readonly unlisted: number;
}

interface Purge {
  readonly before: string[];
  readonly gone: string[];
  /** How many it removed, and which note says so. */
  end?: { readonly count: number; readonly at: number };
}

export function readPurges(notes: readonly Note[]): Purges {
  const purges = new Map<string, Purge>();
  notes.forEach(({ what, pid, words: [number, ...words] }, at) => {
    if (what !== "purging" && what !== "gone" && what !== "purged") return;
    const name = `${pid} ${number}`;
    const purge = purges.get(name) ?? { before: [], gone: [] };
    purges.set(name, purge);
    if (what === "purging") purge.before.push(...words);
    else if (what === "gone") purge.gone.push(...words);
    else purge.end = { count: Number(words[0]), at };
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
