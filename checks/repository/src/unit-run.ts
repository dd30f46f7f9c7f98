import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The projects of vitest.config.ts that hold the unit tests. */
export const UNIT_PROJECTS = ["--project", "unit", "--project", "isolated"] as const;

/** What became of one run of the unit tests. */
export interface UnitRun {
  readonly passed: number;
  readonly failed: readonly FailedTest[];
  readonly skipped: readonly string[];
  readonly seconds: number;
  /** What vitest wrote, for a run that did not come to its end. */
  readonly output: string;
}

/** A test that failed, or a name for whatever failed outside of all tests. */
export interface FailedTest {
  readonly name: string;
  /** Why, as vitest says it. */
  readonly reason: string;
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
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
  const failed = isUnexplained ? [{ name: "outside of all tests", reason: stderr }] : report.failed;
  return { ...report, failed, seconds, output: `${stdout}${stderr}` };
}

function readReport(path: string): Pick<UnitRun, "passed" | "failed" | "skipped"> {
  const report = parsed(path);
  if (report === undefined) {
    return { passed: 0, failed: [{ name: "vitest", reason: "did not end by itself" }], skipped: [] };
  }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const unloaded = report.testResults.filter(
    ({ message, assertionResults }) => message !== "" && assertionResults.length === 0,
  );
  const failed = [
    ...tests
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages = [] }) => ({ name: fullName, reason: failureMessages.join("\n") })),
    ...unloaded.map(({ name, message }) => ({ name, reason: message })),
  ];
  const skipped = tests.filter(({ status }) => ["pending", "skipped", "todo"].includes(status));
  return { passed: report.numPassedTests, failed, skipped: skipped.map(({ fullName }) => fullName) };
}

function parsed(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Report;
  } catch {
    return undefined;
  }
}
