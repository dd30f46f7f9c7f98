// Kills writers, workers, operators and engines at random points in a flood of replays, cuts engines off for a while, and
// checks the invariants. Ends with 1 when one does not hold.
//
//   node -C @flaghook/source checks/crashes/src/main.ts --ci              60 rounds on SQLite, 20 on BullMQ and pg-boss, engines killed or cut off 5 times
//   node -C @flaghook/source checks/crashes/src/main.ts --soak            1 000 rounds on each, engines killed or cut off 100 times
//   node -C @flaghook/source checks/crashes/src/main.ts --store sqlite --rounds 50
import { parseArgs } from "node:util";
import type { Summary } from "./invariants/invariants.ts";
import { SCENARIOS, type Report } from "./scenarios.ts";
import { carryOut } from "./run.ts";

const { values } = parseArgs({
  options: {
    ci: { type: "boolean", default: false },
    soak: { type: "boolean", default: false },
    store: { type: "string" },
    rounds: { type: "string" },
  },
});

const report: Report = {
  async run(title, run) {
    const startedAt = performance.now();
    const summary = await carryOut(run);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`${title}: ${run.rounds} rounds, ${seconds} s: ${describe(summary)}`);
    const { acknowledged, done, dead, purged, counted, faults } = summary;
    for (const fault of faults) console.error(`  FAULT: ${fault}`);
    if (faults.length > 0 || acknowledged !== done + dead + purged + counted) process.exitCode = 1;
  },
  async control(title, run) {
    const { lost, acknowledged } = await carryOut(run);
    console.log(`control: ${title}: ${lost} of ${acknowledged} acknowledged were lost`);
  },
};

function describe(summary: Summary): string {
  const { acknowledged, done, dead, purged, counted, duplicates, replaysDone, handledAgain, refused } =
    summary;
  const { committed, rolledBack, effects } = summary;
  const parts = [
    `${acknowledged} acknowledged = ${done} done + ${dead} dead + ${purged} purged + ${counted} counted`,
    `${duplicates} duplicates`,
    `${replaysDone} replays retried and done`,
    `${handledAgain} handled again after a lost lease`,
    `${refused} refused`,
  ];
  if (committed > 0) {
    parts.push(`${committed} committed with a row, ${rolledBack} rolled back, ${effects} effects once each`);
  }
  return parts.join("; ");
}

const { store, rounds, soak } = values;
if (store !== undefined && !Object.hasOwn(SCENARIOS, store)) {
  throw new TypeError(`--store must be one of ${Object.keys(SCENARIOS).join(", ")}.`);
}
if (rounds !== undefined && !/^[1-9]\d*$/.test(rounds)) {
  throw new TypeError("--rounds must be a whole number from 1 on.");
}
for (const [name, part] of Object.entries(SCENARIOS)) {
  if (store !== undefined && store !== name) continue;
  const planned = soak ? part.rounds.soak : part.rounds.ci;
  await part.run(rounds === undefined ? planned : Number(rounds), report);
}
