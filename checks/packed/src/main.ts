// Packs every published package and checks the tarballs: with publint, with attw, and for the claims of packed-facts.ts.
// Works without a network. `node checks/packed/src/main.ts`, or `pnpm check:packed`.
import { join } from "node:path";
import { installInto, packAll, type PackedPackage } from "../../../tools/build/pack.ts";
import { bundleFacts } from "./bundles.ts";
import { packedFacts } from "./facts.ts";
import { run } from "../../../tools/workspace/run.ts";
import { formatTable } from "../../../tools/workspace/table.ts";

interface Verdict {
  readonly check: string;
  /** Empty when all is well. */
  readonly faults: readonly string[];
}

const { destination, packages } = packAll();
const consumer = join(destination, "consumer");
installInto(consumer, packages);

const results: { readonly name: string; readonly verdicts: readonly Verdict[] }[] = [];
for (const packed of packages) results.push({ name: packed.manifest.name, verdicts: await check(packed) });

const checks = results[0]!.verdicts.map((verdict) => verdict.check);
console.log(
  formatTable([
    ["package", ...checks],
    ...results.map(({ name, verdicts }) => [
      name,
      ...verdicts.map(({ faults }) => (faults.length === 0 ? "ok" : "FAULT")),
    ]),
  ]),
);
for (const { name, verdicts } of results) {
  for (const fault of verdicts.flatMap(({ check: by, faults }) => faults.map((one) => `${by}: ${one}`))) {
    console.error(`\n${name} ${fault}`);
    process.exitCode = 1;
  }
}

async function check(packed: PackedPackage): Promise<readonly Verdict[]> {
  const facts = [...packedFacts(packed), await bundleFacts(packed, consumer)];
  return [
    tool("publint", ["--strict", packed.tarball]),
    // node10 knows no exports, so subpaths cannot be found by it; every Node that we support can.
    tool("attw", ["--profile", "node16", "--no-emoji", packed.tarball]),
    ...facts.map(({ claim, faults }) => ({ check: claim, faults })),
  ];
}

function tool(name: string, args: readonly string[]): Verdict {
  const { status, output } = run(name, args);
  return { check: name, faults: status === 0 ? [] : [output] };
}
