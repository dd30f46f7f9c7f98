import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What became of one run of the unit tests. */
export interface UnitRun {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  readonly seconds: number;
  /** What vitest wrote, for a run that did not come to its end. */
  readonly output: string;
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs vitest in a clone with the given arguments, and reads its own report. */
export function runUnitTests(
  folder: string,
  reportPath: string,
  args: readonly string[],
  { env = process.env, ...user }: Options = {},
): UnitRun {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(
    join(folder, "node_modules/.bin/vitest"),
    // The JSON report says that an error happened outside of all tests, and not which: the other one does.
    ["run", ...args, "--reporter=dot", "--reporter=json", `--outputFile.json=${reportPath}`],
    { cwd: folder, env, ...user, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const report = readReport(reportPath);
  const isUnexplained = status !== 0 && report.failed.length === 0;
  const failed = isUnexplained ? [`outside of all tests: ${stderr}`] : report.failed;
  return { ...report, failed, seconds, output: `${stdout}${stderr}` };
}

function readReport(path: string): Pick<UnitRun, "passed" | "failed" | "skipped"> {
  const report = parsed(path);
  if (report === undefined) return { passed: 0, failed: ["vitest did not end by itself"], skipped: [] };
  const named = (statuses: readonly string[]): readonly string[] =>
    report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ status, fullName }) => (statuses.includes(status) ? [fullName] : [])),
    );
  const unloaded = report.testResults.filter(
    ({ message, assertionResults }) => message !== "" && assertionResults.length === 0,
  );
  const failed = [...named(["failed"]), ...unloaded.map(({ name, message }) => `${name}: ${message}`)];
  return { passed: report.numPassedTests, failed, skipped: named(["pending", "skipped", "todo"]) };
}

function parsed(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Report;
  } catch {
    return undefined;
  }
}
