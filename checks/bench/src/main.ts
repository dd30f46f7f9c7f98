// Prints what verification costs, each figure beside its budget. Needs the packages built: `pnpm bench` sees to it.
//
//   pnpm exec node checks/bench/src/main.ts [--only signature,verify,peers,batch,sizes,imports]
//                                           [--match "0.5 KB"] [--node path-of-another-node]
//                                           [--rounds 200] [--processes 3] [--batch-rounds 200]
//
// Not a plain `node`: that of the system may be too old to run TypeScript.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { batchRows } from "./batch.ts";
import { importRows } from "./imports.ts";
import { compilePrograms } from "./processes.ts";
import { sizeRows } from "./sizes.ts";
import { peerRows, signatureRows, verifyRows, type Care } from "./speed.ts";
import { printTable, type Row } from "./table.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    node: { type: "string", default: process.execPath },
    rounds: { type: "string", default: "200" },
    processes: { type: "string", default: "3" },
    match: { type: "string", default: "" },
    "batch-rounds": { type: "string", default: "200" },
  },
});

const temporary = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
const care: Care = {
  node: values.node,
  rounds: Number(values.rounds),
  processes: Number(values.processes),
  match: values.match,
};
const batchCare: Care = { ...care, rounds: Number(values["batch-rounds"]) };

const sections: Readonly<Record<string, { title: string; rows: () => readonly Row[] }>> = {
  signature: { title: "verifySignature, in times of the bare HMAC's speed", rows: () => signatureRows(care) },
  peers: { title: "Others, in times of the bare HMAC's speed", rows: () => peerRows(care) },
  verify: {
    title: "verify, in times of the bare HMAC and JSON.parse's duration",
    rows: () => verifyRows(care),
  },
  batch: {
    title: "A batch of GO Feature Flag, against HMAC and JSON.parse",
    rows: () => batchRows(batchCare, temporary),
  },
  sizes: { title: "Bundles, minified and gzipped", rows: () => sizeRows() },
  imports: { title: "Imports over an empty module", rows: () => importRows(care.node, temporary) },
};

try {
  compilePrograms();
  const version = execFileSync(care.node, ["--version"], { encoding: "utf8" }).trim();
  console.log(`Node ${version}, ${cpus().length} x ${cpus()[0]!.model.trim()}`);
  console.log(`Medians of ${care.rounds} alternating rounds, best of ${care.processes} processes.`);
  const chosen = values.only?.split(",") ?? Object.keys(sections);
  for (const name of chosen) {
    const section = sections[name];
    if (section === undefined) throw new TypeError(`no section ${name}: ${Object.keys(sections).join(", ")}`);
    printTable(section.title, section.rows());
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
