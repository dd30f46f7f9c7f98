import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarize, type Summary } from "./invariants/invariants.ts";
import { Processes } from "./processes/processes.ts";
import { openJournal, readJournal, type JournalEntry } from "./journal/journal.ts";
import type { StoreConfig } from "./workload/store-config.ts";

/** One run over one store. */
export interface Run {
  readonly config: StoreConfig;
  readonly rounds: number;
  /** What happens to the engine, in turn. Without it a round kills one of the processes. */
  readonly disturbances?: readonly Disturbance[];
}

/** Something that happens to an engine. */
export interface Disturbance {
  /**
   * Whether processes may be without their engine for longer than their leases. What they handle
   * meanwhile may then be handled again.
   */
  readonly isOutage: boolean;
  happen(): Promise<void>;
}

/**
 * Lets processes work, kills at random moments as often as there are rounds, and sums it all up.
 */
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

async function workAndDie(
  processes: Processes,
  { rounds, disturbances }: Run,
  journal: string,
): Promise<void> {
  while (!readJournal(journal).some(isAcknowledged)) await pause(20);
  for (let round = 0; round < rounds; round++) {
    await pause(100 + Math.random() * (disturbances === undefined ? 300 : 2500));
    if (disturbances === undefined) await processes.killOne();
    else await disturb(processes, disturbances[round % disturbances.length]!, journal);
  }
  await processes.untilAllWork();
}

/** Time to record what was handled just before an outage. */
const GRACE_MS = 1000;

async function disturb(processes: Processes, disturbance: Disturbance, journal: string): Promise<void> {
  if (!disturbance.isOutage) return disturbance.happen();
  const write = openJournal(journal);
  write("away");
  await pause(GRACE_MS);
  await disturbance.happen();
  await processes.untilAllWork();
  write("back");
}

function isAcknowledged({ action }: JournalEntry): boolean {
  return action === "returned" || action === "committed";
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
