// Prints what verification, the adapters and the inbox cost, each figure beside its budget or target. Needs the packages
// built: `pnpm bench` sees to it. README.md says what the options mean.
//
//   pnpm bench [--only verification,adapters,inbox] [--quick]
//              [--rounds 200] [--processes 3] [--batch-rounds 200] [--match "0.5 KB"] [--node path-of-another-node]
//              [--store sqlite] [--rows 1000,100000,1000000]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchAdapters } from "./adapters/adapters.ts";
import { benchInbox } from "./inbox/inbox.ts";
import { compilePrograms } from "./processes.ts";
import type { Care } from "./verification/speed.ts";
import { benchVerification, verificationSections, type How } from "./verification/verification.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "verification,adapters,inbox" },
    quick: { type: "boolean", default: false },
    node: { type: "string", default: process.execPath },
    rounds: { type: "string" },
    processes: { type: "string" },
    match: { type: "string", default: "" },
    "batch-rounds": { type: "string" },
    store: { type: "string" },
    rows: { type: "string" },
  },
});

const temporary = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
const care: Care = {
  node: values.node,
  rounds: Number(values.rounds ?? (values.quick ? 50 : 200)),
  processes: Number(values.processes ?? (values.quick ? 1 : 3)),
  match: values.match,
};
const batchRounds = Number(values["batch-rounds"] ?? (values.quick ? 50 : 200));
const how: How = { care, batchCare: { ...care, rounds: batchRounds }, temporary };

const verification = Object.keys(verificationSections) as (keyof typeof verificationSections)[];
const sections: ReadonlyMap<string, () => number | Promise<void>> = new Map<
  string,
  () => number | Promise<void>
>([
  ...verification.map((name) => [name, () => benchVerification(name, how)] as const),
  ["adapters", () => benchAdapters(care.rounds)],
  ["inbox", () => benchInbox({ isQuick: values.quick, store: values.store, rows: values.rows })],
]);

try {
  const chosen = values.only.split(",").flatMap((name) => (name === "verification" ? verification : [name]));
  const unknown = chosen.find((name) => !sections.has(name));
  if (unknown !== undefined)
    throw new TypeError(`no section ${unknown}: verification, ${[...sections.keys()].join(", ")}`);
  compilePrograms();
  const version = execFileSync(care.node, ["--version"], { encoding: "utf8" }).trim();
  console.log(`Node ${version}, ${cpus().length} x ${cpus()[0]!.model.trim()}`);
  console.log(`Medians of ${care.rounds} alternating rounds, best of ${care.processes} processes.`);
  const counts = [];
  for (const name of chosen) counts.push(await sections.get(name)!());
  if (counts.every((count) => count === 0))
    throw new TypeError(`--match: no figure has "${care.match}" in its name`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
