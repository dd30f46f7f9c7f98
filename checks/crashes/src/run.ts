import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { balance, type Books } from "./books/balance.ts";
import { Fleet } from "./fleet.ts";
import { readNotes, type Note } from "./notes.ts";
import type { Place } from "./stores.ts";

/** One run over one place. */
export interface Run {
  readonly place: Place;
  readonly rounds: number;
  /** Kills the engine and starts it again. Without it a round kills one of the processes. */
  readonly killEngine?: () => Promise<void>;
}

/**
 * Lets processes work and kills at random moments, as often as there are rounds. The books of all
 * of it.
 */
export async function keepBooks(run: Run): Promise<Books> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-books-"));
  const log = join(folder, "notes");
  writeFileSync(log, "");
  const fleet = new Fleet(run.place, log);
  try {
    await workAndDie(fleet, run, log);
    await fleet.disband();
    const books = balance(await fleet.audit());
    const faults = [...fleet.faults, ...books.faults];
    if (faults.length === 0) rmSync(folder, { recursive: true });
    else faults.push(`what the processes told is in ${log}`);
    return { ...books, faults };
  } finally {
    await fleet.disband();
  }
}

async function workAndDie(fleet: Fleet, { rounds, killEngine }: Run, log: string): Promise<void> {
  while (!readNotes(log).some(isAcknowledged)) await pause(20);
  for (let round = 0; round < rounds; round++) {
    await pause(100 + Math.random() * (killEngine === undefined ? 300 : 2500));
    await (killEngine === undefined ? fleet.killOne() : killEngine());
  }
  await fleet.untilAllWork();
}

function isAcknowledged({ what }: Note): boolean {
  return what === "answered" || what === "committed";
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
