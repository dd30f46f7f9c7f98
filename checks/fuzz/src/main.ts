// Attacks verification and the adapters with generated cases, and ends with 1 when one of them shows a fault.
//
//   pnpm check:fuzz                              a million cases, the same each time
//   pnpm check:fuzz --endless                    new cases, round after round, until a fault is found
//   pnpm check:fuzz --only forms                 one fuzzer
//   pnpm check:fuzz --only forms --seed 7 --path 0/12:1   one case, as a fault names it
//   pnpm check:fuzz --cases 0.1                  a tenth of the cases
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { formatTable } from "../../../tools/workspace/table.ts";
import { FUZZERS } from "./fuzzers.ts";
import type { Fuzzer } from "./harness/fuzzer.ts";
import { inParallel } from "./harness/in-parallel.ts";
import { runApart, type Report } from "./harness/run-apart.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seed: { type: "string", default: "20261121" },
    path: { type: "string" },
    cases: { type: "string", default: "1" },
    endless: { type: "boolean", default: false },
  },
});

const { only, path, endless } = values;
const share = positive("--cases", values.cases);
const firstSeed = positive("--seed", values.seed);
const chosen = FUZZERS.filter(({ name }) => only === undefined || only === name);
if (chosen.length === 0) {
  throw new TypeError(`--only must be one of ${FUZZERS.map(({ name }) => name).join(", ")}.`);
}
if (path !== undefined && only === undefined)
  throw new TypeError("--path needs --only: it is of one fuzzer.");

const counts = new Map<string, number>();
for (let round = 0; process.exitCode === undefined; round++) {
  const startedAt = performance.now();
  const reports = await inParallel(availableParallelism(), chosen, (fuzzer) =>
    run(fuzzer, firstSeed + round),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (endless) console.log(`\nround ${round + 1}, seed ${firstSeed + round}`);
  print(reports, seconds);
  if (!endless) break;
}

async function run(fuzzer: Fuzzer, seed: number): Promise<Report> {
  const report = await runApart(fuzzer.name, { seed, cases: Math.ceil(fuzzer.cases * share), path });
  counts.set(fuzzer.name, (counts.get(fuzzer.name) ?? 0) + report.cases);
  return report;
}

function print(reports: readonly Report[], seconds: number): void {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    formatTable([
      ["fuzzer", "cases", "seconds", "faults", ""],
      ...chosen.map(({ name, claim }, index) => {
        const { faults, seconds: own } = reports[index]!;
        return [name, grouped(counts.get(name)!), own.toFixed(1), String(faults.length), claim];
      }),
      ["together", grouped(total), seconds.toFixed(1), "", ""],
    ]),
  );
  for (const [index, { faults }] of reports.entries()) {
    for (const fault of faults) console.error(`\n${chosen[index]!.name}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

function grouped(count: number): string {
  return count.toLocaleString("en").replaceAll(",", " ");
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new TypeError(`${option} must be a positive number.`);
}
