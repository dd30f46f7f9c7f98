// Installs the packed packages with real npm and real pnpm, without a flag, in projects that have older versions of zod and of
// the engines, or none; then loads every entry point but ./schemas. `node checks/consumers/src/fresh-installs/main.ts [name …]`
// takes the scenarios whose name holds one of the texts. Needs a network for what others published.
import { join } from "node:path";
import { packAll } from "../../../../tools/build/pack.ts";
import { choose } from "../../../../tools/workspace/choose.ts";
import { formatTable } from "../../../../tools/workspace/table.ts";
import { tryInstall } from "./install.ts";
import { serveRegistry } from "../../../../tools/build/registry.ts";
import { scenariosFor } from "./scenarios.ts";

const { destination, packages } = packAll();
const registry = await serveRegistry(packages);
const rows = [["installed", "with", "seconds", "result"]];
try {
  const scenarios = choose(scenariosFor(packages), process.argv.slice(2), ({ name }) => name);
  for (const [index, scenario] of scenarios.entries()) {
    const startedAt = performance.now();
    const folder = join(destination, `fresh project ${index}`);
    const faults = await tryInstall(scenario, folder, registry.origin);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    rows.push([scenario.name, scenario.manager, seconds, faults.length === 0 ? "ok" : "FAULT"]);
    for (const fault of faults) console.error(`\n${scenario.name}, ${scenario.manager}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  registry.stop();
}
console.log(formatTable(rows));
