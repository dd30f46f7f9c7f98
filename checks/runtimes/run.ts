// Runs the provider contract, with each provider's vectors, against the packed tarballs on every runtime that we support, and
// imports every entry point there. `node checks/runtimes/run.ts`, or `pnpm check:runtimes`. Installs its runtimes by itself.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installInto, packAll } from "../../tools/build/pack.ts";
import { run, runOrThrow } from "../../tools/workspace/run.ts";
import { formatTable } from "../../tools/workspace/table.ts";
import { namesNode } from "../../tools/workspace/workspace.ts";
import type { TestResult } from "./src/mini-runner.ts";
import { runtimes, type Format, type Runtime } from "./src/runtimes.ts";
import { writeSuite } from "./src/suite-files.ts";
import { REPORT } from "./src/suite.ts";

interface Row {
  readonly runtime: string;
  readonly format: string;
  readonly backend: string;
  readonly results: readonly TestResult[];
}

const here = import.meta.dirname;
runOrThrow("pnpm", ["install", "--frozen-lockfile"], { cwd: here });

const { destination, packages } = packAll();
const folder = join(destination, "consumer");
mkdirSync(folder);
installInto(folder, packages);
writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: versions() }));
await writeSuite(folder, packages);

const rows = runtimes(here).flatMap((runtime) => runtime.formats.map((format) => check(runtime, format)));
report(withSameTests(rows));

function versions(): Record<string, string> {
  return Object.fromEntries(packages.map(({ manifest }) => [manifest.name, manifest.version]));
}

function check(runtime: Runtime, format: Format): Row {
  const file = runtime.bundled ? "worker.mjs" : format === "esm" ? "suite.mjs" : "suite.cjs";
  const [command, ...args] = runtime.command(join(folder, file));
  const { output } = run(command, args, { cwd: folder });
  const line = output.split("\n").find((one) => one.includes(REPORT));
  const { backend, results } =
    line === undefined
      ? { backend: "none", results: [{ name: "the suite ends", failure: output }] }
      : (JSON.parse(line.slice(line.indexOf(REPORT) + REPORT.length)) as Row);
  const backendTest: TestResult = {
    name: `computes with ${runtime.backend}`,
    ...(backend !== runtime.backend && { failure: `computed with ${backend}` }),
  };
  return {
    runtime: runtime.name,
    format: runtime.bundled ? "bundle" : format,
    backend,
    results: [...results, backendTest],
  };
}

/** A suite that stopped asking would pass everywhere: each row has the tests of the longest one. */
function withSameTests(all: readonly Row[]): readonly Row[] {
  const [longest] = all.toSorted((left, right) => right.results.length - left.results.length);
  return all.map((row) => {
    const own = new Set(row.results.map(({ name }) => name));
    const missing = longest!.results
      .map(({ name }) => name)
      .filter((name) => !own.has(name) && !name.startsWith("computes with"))
      .filter((name) => row.format !== "bundle" || !isForNodeAlone(name));
    const failure = missing.length > 0 && { failure: `missing: ${missing.join("; ")}` };
    return { ...row, results: [...row.results, { name: "asks what the others ask", ...failure }] };
  });
}

/**
 * Tests that workerd does not run: it has one realm, and nothing that entry points for Node need.
 */
function isForNodeAlone(name: string): boolean {
  return name.endsWith("bytes of another realm") || namesNode(name.replace("imports @flaghook/", ""));
}

function report(all: readonly Row[]): void {
  const heading = ["runtime", "format", "back end", "passed", "failed"];
  const failures = (row: Row): readonly TestResult[] =>
    row.results.filter(({ failure }) => failure !== undefined);
  const cells = all.map((row) => [
    row.runtime,
    row.format,
    row.backend,
    String(row.results.length - failures(row).length),
    String(failures(row).length),
  ]);
  for (const row of all) {
    for (const { name, failure } of failures(row)) {
      console.error(`${row.runtime} ${row.format}: ${name}\n  ${failure}\n`);
    }
  }
  console.log(formatTable([heading, ...cells]));
  const failed = all.flatMap(failures).length;
  const total = all.flatMap(({ results }) => results).length;
  console.log(`\nRuntime checks: ${total - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
