import { appendFileSync, closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";

/**
 * What the processes of a run write into its journal, and with which details:
 *
 * - a writer: `sending` (id, how), then `returned` or `committed` (id, acceptance), `refused` (id),
 *   or nothing
 * - a worker: `started` (id, attempt), `handled` (id, attempt, key), `lost` its lease (id, attempt)
 * - the operator: `retrying` (id), `retried` (id, whether it was dead); of each purge by its number
 *   `purging` (ids that were dead before), `gone` (those of them that were not after), `purged`
 *   (how many)
 * - the check itself: `away` before it comes between the processes and their engine, and `back`
 *   once all of them work again
 */
export type Action =
  | "sending"
  | "returned"
  | "committed"
  | "refused"
  | "started"
  | "handled"
  | "lost"
  | "retrying"
  | "retried"
  | "purging"
  | "gone"
  | "purged"
  | "away"
  | "back";

/** One line of a journal. */
export interface JournalEntry {
  readonly action: Action;
  readonly pid: number;
  readonly details: readonly string[];
}

/** Appends one line. */
export type WriteEntry = (action: Action, ...details: readonly (string | number | boolean)[]) => void;

/** Writes to a run's file at once: a message could die with the process that did the deed. */
export function openJournal(path: string): WriteEntry {
  return (action, ...details) => {
    // A line break first and a full stop last: a line that a killed process left unfinished spoils
    // no other.
    appendFileSync(path, `\n${[action, process.pid, ...details].join(" ")} .`);
  };
}

/** All entries, in the order in which they were written. */
export function readJournal(path: string): JournalEntry[] {
  return parseJournal(readFileSync(path, "utf8"));
}

/** Makes a function that reads the entries added since its last call. */
export function followJournal(path: string): () => JournalEntry[] {
  let from = statSync(path).size;
  return () => {
    const { size } = statSync(path);
    const file = openSync(path, "r");
    const added = Buffer.alloc(size - from);
    readSync(file, added, 0, added.length, from);
    closeSync(file);
    // Only whole lines: somebody may still be writing the last one.
    const text = added.toString();
    const end = text.lastIndexOf("\n");
    if (end < 0) return [];
    from += Buffer.byteLength(text.slice(0, end));
    return parseJournal(text.slice(0, end));
  };
}

function parseJournal(text: string): JournalEntry[] {
  return text
    .split("\n")
    .filter((line) => line.endsWith(" ."))
    .map((line) => {
      const [action, pid, ...details] = line.slice(0, -2).split(" ");
      return { action: action as Action, pid: Number(pid), details };
    });
}
