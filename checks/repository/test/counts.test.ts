import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../../tools/workspace/workspace.ts";

type Status = "passed" | "failed" | "pending" | "skipped" | "todo";

/** A report as vitest writes it, as far as it is read. */
function report(statuses: readonly Status[], isSuccess = !statuses.includes("failed")): string {
  const count = (status: Status): number => statuses.filter((one) => one === status).length;
  return JSON.stringify({
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    success: isSuccess,
    testResults: [
      {
        assertionResults: statuses.map((status, index) => ({
          status,
          fullName: `test ${index}`,
          failureMessages: status === "failed" ? [`Error: broken\n    at line ${index}`] : [],
        })),
      },
    ],
  });
}

function unloadable(name: string, message: string): string {
  const file = { name: join(root, name), status: "failed", message, assertionResults: [] };
  return JSON.stringify({ numPassedTests: 0, numFailedTests: 0, success: false, testResults: [file] });
}

function counts(...reports: readonly string[]): {
  readonly lines: readonly string[];
  readonly status: number | null;
} {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-counts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = reports.map((text, index) => {
    const path = join(folder, `${index}.json`);
    if (text !== "") writeFileSync(path, text);
    return path;
  });
  const script = join(root, ".ci/counts.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script, ...paths], { cwd: root, encoding: "utf8" });
  return { lines: stdout.trimEnd().split("\n"), status };
}

test.each([
  {
    name: "the tests of all reports",
    reports: [report(["passed", "passed"]), report(["passed"])],
    lines: ["3 passed, 0 failed"],
    status: 0,
  },
  {
    name: "failed tests, and ends with 1",
    reports: [report(["passed", "failed"]), report(["failed"])],
    lines: [
      "failed: test 1: Error: broken",
      "      at line 1",
      "failed: test 0: Error: broken",
      "      at line 0",
      "1 passed, 2 failed",
    ],
    status: 1,
  },
  {
    name: "a report that was never written as one failure",
    reports: [report(["passed"]), ""],
    lines: ["failed: 1.json is no whole report: vitest did not end by itself", "1 passed, 1 failed"],
    status: 1,
  },
  {
    name: "a report that is cut off as one failure",
    reports: [report(["passed"]).slice(0, -1)],
    lines: ["failed: 0.json is no whole report: vitest did not end by itself", "0 passed, 1 failed"],
    status: 1,
  },
  {
    name: "a run that failed without a failed test as one failure",
    reports: [report(["passed"], false)],
    lines: ["failed: 0.json tells of an error outside of all tests", "1 passed, 1 failed"],
    status: 1,
  },
  {
    name: "a file that could not be loaded as one failure",
    reports: [unloadable("no-such-file.test.ts", "Error: Cannot find module './gone.ts'")],
    lines: ["failed: no-such-file.test.ts: Error: Cannot find module './gone.ts'", "0 passed, 1 failed"],
    status: 1,
  },
  {
    name: "no failure where a test was skipped, but names it and ends with 1",
    reports: [report(["passed", "pending"]), report(["skipped", "todo"])],
    lines: ["skipped: test 1", "skipped: test 0", "skipped: test 1", "1 passed, 0 failed"],
    status: 1,
  },
])("counts $name", ({ reports, lines, status }) => {
  expect(counts(...reports)).toEqual({ lines, status });
});
