import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarize, type Summary } from "./invariants/invariants.ts";
import { Processes } from "./processes/processes.ts";
import { readJournal, type JournalEntry } from "./journal/journal.ts";
import type { StoreConfig } from "./workload/store-config.ts";

/** One run over one store. */
export interface Run {
  readonly config: StoreConfig;
  readonly rounds: number;
  /** Kills the engine and starts it again. Without it a round kills one of the processes. */
  readonly killEngine?: () => Promise<void>;
}

/** Lets processes work, kills at random moments as often as there are rounds, and sums it all up. */
export async function carryOut(run: Run): Promise<Summary> {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-crashes-"));
  const journal = join(folder, "journal");
  writeFileSync(journal, "");
  const processes = new Processes(run.config, journal);
  try {
    await workAndDie(processes, run, journal);
    await processes.killAll();
    const summary = summarize(await processes.audit());
    const faults = [...processes.faults, ...summary.faults];
    if (faults.length === 0) rmSync(folder, { recursive: true });
    else faults.push(`the journal of the processes is in ${journal}`);
    return { ...summary, faults };
  } finally {
    await processes.killAll();
  }
}

async function workAndDie(processes: Processes, { rounds, killEngine }: Run, journal: string): Promise<void> {
  while (!readJournal(journal).some(isAcknowledged)) await pause(20);
  for (let round = 0; round < rounds; round++) {
    await pause(100 + Math.random() * (killEngine === undefined ? 300 : 2500));
    await (killEngine === undefined ? processes.killOne() : killEngine());
  }
  await processes.untilAllWork();
}

function isAcknowledged({ action }: JournalEntry): boolean {
  return action === "answered" || action === "committed";
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
