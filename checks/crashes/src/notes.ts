import { appendFileSync, closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";

/**
 * What the processes of a run tell:
 *
 * - a writer: `sending` (id, how), then `answered` or `committed` (id, outcome), `refused` (id), or
 *   nothing
 * - a worker: `started` (id, attempt), `handled` (id, attempt, key), `lost` its lease (id, attempt)
 * - the operator: `retrying` (id), `retried` (id, whether it was dead); of each purge by its number
 *   `purging` (ids that were dead before), `gone` (those of them that were not after), `purged`
 *   (how many)
 */
export type What =
  | "sending"
  | "answered"
  | "committed"
  | "refused"
  | "started"
  | "handled"
  | "lost"
  | "retrying"
  | "retried"
  | "purging"
  | "gone"
  | "purged";

/** One thing that a process told. */
export interface Note {
  readonly what: What;
  readonly pid: number;
  readonly words: readonly string[];
}

/** Tells one thing. */
export type Tell = (what: What, ...words: readonly (string | number | boolean)[]) => void;

/** Writes to a run's file at once: a message could die with the process after the deed. */
export function notesIn(path: string): Tell {
  return (what, ...words) => {
    // Begins with a line break and ends with a full stop: what a killed process left unfinished spoils no other line.
    appendFileSync(path, `\n${[what, process.pid, ...words].join(" ")} .`);
  };
}

/** A run's notes in the order in which they were written. */
export function readNotes(path: string): Note[] {
  return parseNotes(readFileSync(path, "utf8"));
}

/** Reads what is added to the notes from now on, again and again. */
export function followNotes(path: string): () => Note[] {
  let from = statSync(path).size;
  return () => {
    const { size } = statSync(path);
    const file = openSync(path, "r");
    const added = Buffer.alloc(size - from);
    readSync(file, added, 0, added.length, from);
    closeSync(file);
    // Only whole lines: the last one may still be in the making.
    const text = added.toString();
    const end = text.lastIndexOf("\n");
    if (end < 0) return [];
    from += Buffer.byteLength(text.slice(0, end));
    return parseNotes(text.slice(0, end));
  };
}

function parseNotes(text: string): Note[] {
  return text
    .split("\n")
    .filter((line) => line.endsWith(" ."))
    .map((line) => {
      const [what, pid, ...words] = line.slice(0, -2).split(" ");
      return { what: what as What, pid: Number(pid), words };
    });
}
