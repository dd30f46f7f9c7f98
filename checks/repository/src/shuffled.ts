// Finds tests that fail now and then: runs the unit tests many times in a random order, beside a busy loop on each core.
// `pnpm test:shuffled [--runs 20] [file...]`. Ends with 1 when a test failed in any run; the seed of each run is printed, and
// `vitest run --project unit --project isolated --sequence.shuffle --sequence.seed <seed>` repeats its order.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { root } from "../../../tools/workspace/workspace.ts";
import { runUnitTests, UNIT_PROJECTS } from "./unit-run.ts";

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "20" } },
  allowPositionals: true,
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new TypeError("--runs must be a whole number from 1 on.");

const temporary = mkdtempSync(join(tmpdir(), "flaghook-shuffled-"));
const loops = Array.from({ length: availableParallelism() }, () => new Worker("for (;;);", { eval: true }));
/** How often each test failed. */
const failures = new Map<string, number>();

try {
  for (let run = 1; run <= runs; run++) {
    const seed = String(run);
    const args = [...UNIT_PROJECTS, "--sequence.shuffle", "--sequence.seed", seed, ...positionals];
    const { passed, failed, seconds, output } = runUnitTests(root, join(temporary, `${run}.json`), args);
    console.log(
      `run ${run} of ${runs}, seed ${seed}: ${passed} passed, ${failed.length} failed, ${seconds} s`,
    );
    for (const { name, reason } of failed) {
      console.log(`  ${name}\n${reason}`);
      failures.set(name, (failures.get(name) ?? 0) + 1);
    }
    if (passed > 0) continue;
    console.error(output);
    process.exitCode = 1; // no test is in these files, or none ran
  }
} finally {
  for (const loop of loops) await loop.terminate();
  rmSync(temporary, { recursive: true, force: true });
}

const total = [...failures.values()].reduce((sum, count) => sum + count, 0);
console.log(`${total} failures in ${runs} runs`);
for (const [name, count] of failures) console.log(`  ${count} times: ${name}`);
if (total > 0) process.exitCode = 1;
