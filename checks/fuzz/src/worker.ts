// Runs one fuzzer and sends what it found. Started by run-apart.ts.
import { FUZZERS } from "./fuzzers.ts";
import type { Settings } from "./harness/fuzzer.ts";
import { takeUnhandled } from "./harness/unhandled.ts";

const { name, settings } = JSON.parse(process.argv[2]!) as { name: string; settings: Settings };
const fuzzer = FUZZERS.find((one) => one.name === name)!;
const { cases, faults } = await fuzzer.run(settings);
const unhandled = (await takeUnhandled()).map((fault) => `nobody caught an ${fault}`);
process.send!({ cases, faults: [...faults, ...unhandled] }, () => process.exit());
