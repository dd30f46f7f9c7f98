import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { UsageError } from "../io/usage-error.ts";

/** The keys of the deliveries that runs have seen to, one on a line of a file. */
export interface RecoveryState {
  readonly done: readonly string[];
  add(key: string): void;
}

/**
 * The state in a file, which begins with the first key. Without a file it is empty, and stays so.
 */
export function openState(file: string | undefined): RecoveryState {
  if (file === undefined) return { done: [], add: () => {} };
  try {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return {
      done: text.split(/\r?\n/).filter((line) => line !== ""),
      add: (key) => appendFileSync(file, `${key}\n`),
    };
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
}
