// Tries on all samples of GitHub's payloads what the generator's unit tests try on a few, and prints what it found. About a
// minute: `pnpm check:generator`. Exits non-zero when something does not hold.
import { countConfused } from "../../../tools/github-generator/src/proof/confused-samples.ts";
import { crossValidate } from "../../../tools/github-generator/src/proof/cross-validation.ts";
import { tryDemands } from "../../../tools/github-generator/src/proof/demands.ts";
import { compareVerdicts } from "../../../tools/github-generator/src/proof/verdicts.ts";
import { collectEvidence } from "../../../tools/github-generator/src/read/evidence.ts";
import { readInput } from "../../../tools/github-generator/src/read/files.ts";
import { buildShapes } from "../../../tools/github-generator/src/rules/build-shapes.ts";
import { findConfusions } from "../../../tools/github-generator/src/rules/confusions.ts";
import { applyOverlays } from "../../../tools/github-generator/src/rules/overlays.ts";

/** Share of unseen payloads that has to pass, in percent. */
const LEAST_RATE = 99.5;
/** Over 100 000 in all. */
const MUTATIONS_OF_A_SAMPLE = 620;

const input = readInput();
const { samples } = input;
const description = applyOverlays(input.description);
const shapes = buildShapes(description, collectEvidence(description, samples, input.presence));
const faults: string[] = [];

const { passed, total, failures } = crossValidate(input);
const rate = (100 * passed) / total;
console.log(
  `cross-validation: ${passed} of ${total} unseen samples pass, ${rate.toFixed(1)} % (at least ${LEAST_RATE} %)`,
);
if (rate < LEAST_RATE) faults.push(...failures.map((failure) => `refused unseen: ${failure}`));

const demands = samples.map((sample) => tryDemands(shapes, structuredClone(sample)));
const tried = demands.reduce((sum, one) => sum + one.tried, 0);
console.log(`demands: ${tried} samples without a demanded field, or with another type there`);
faults.push(
  ...demands.flatMap((one) => one.passed.map((path) => `passed without what is demanded: ${path}`)),
);

const verdicts = compareVerdicts(shapes, samples, MUTATIONS_OF_A_SAMPLE);
console.log(
  `verdicts: ${verdicts.total} mutated payloads, ${verdicts.passed} passed, ${verdicts.differing.length} judged differently`,
);
faults.push(...verdicts.differing.map((change) => `check and schema differ: ${change}`));

const confusions = findConfusions(description, shapes, (event) => shapes.events[event]!);
const confused = countConfused(samples);
console.log(
  `confusion: ${confusions.length} pairs of events remain; of the samples pass under another name:`,
);
for (const [pair, count] of confused) console.log(`  ${pair}: ${count}`);
const listed = new Set(confusions.map(({ from, to }) => `${from} -> ${to}`));
faults.push(
  ...[...confused.keys()]
    .filter((pair) => !listed.has(pair))
    .map((pair) => `passes, but is not listed: ${pair}`),
);

for (const fault of faults.slice(0, 50)) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
