// Packs every published package and checks the tarballs: with publint, with attw, for the facts of facts.ts, and against a
// second build in another folder. Works without a network.
//
//   pnpm check:packed                  checks
//   pnpm check:packed --keep packed    and leaves the tarballs in that folder, if nothing is wrong with them
import { copyFileSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installInto, packAll, type PackedPackage } from "../../../tools/build/pack.ts";
import { run } from "../../../tools/workspace/run.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { bundleFacts } from "./bundles.ts";
import { packedFacts } from "./facts.ts";
import { rebuild, reproducibleFact } from "./rebuilt.ts";

interface Result {
  readonly check: string;
  /** Empty when all is well. */
  readonly faults: readonly string[];
}

const { keep } = parseArgs({ options: { keep: { type: "string" } } }).values;
const { destination, packages } = packAll();
const rebuilt = rebuild();
const consumer = join(destination, "consumer");
installInto(consumer, packages);

const rows: { readonly name: string; readonly results: readonly Result[] }[] = [];
for (const packed of packages) rows.push({ name: packed.manifest.name, results: await check(packed) });

const checks = rows[0]!.results.map((result) => result.check);
console.log(
  formatTable([
    ["package", ...checks],
    ...rows.map(({ name, results }) => [
      name,
      ...results.map(({ faults }) => (faults.length === 0 ? "ok" : "FAULT")),
    ]),
  ]),
);
for (const { name, results } of rows) {
  for (const fault of results.flatMap(({ check: by, faults }) => faults.map((one) => `${by}: ${one}`))) {
    console.error(`\n${name} ${fault}`);
    process.exitCode = 1;
  }
}

if (keep !== undefined && process.exitCode === undefined) {
  mkdirSync(keep, { recursive: true });
  for (const { tarball } of packages) copyFileSync(tarball, join(resolve(keep), basename(tarball)));
}

async function check(packed: PackedPackage): Promise<readonly Result[]> {
  const facts = [
    ...packedFacts(packed),
    reproducibleFact(packed, rebuilt),
    await bundleFacts(packed, consumer),
  ];
  return [
    tool("publint", ["--strict", packed.tarball]),
    tool("attw", ["--profile", "strict", "--no-emoji", packed.tarball]),
    ...facts.map(({ claim, faults }) => ({ check: claim, faults })),
  ];
}

function tool(name: string, args: readonly string[]): Result {
  const { status, output } = run(name, args);
  return { check: name, faults: status === 0 ? [] : [output] };
}
