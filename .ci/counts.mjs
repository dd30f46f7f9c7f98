// `node .ci/counts.mjs <report>...`: adds up vitest's own JSON reports. The last line is `N passed, M failed`, and what failed
// stands right before it: the logs of the steps are long, and whoever reads only the end has to learn it too.
// Ends with 1 when a test failed or was skipped: what is skipped here is tested nowhere.
import { readFileSync } from "node:fs";
import { basename, relative } from "node:path";

const results = process.argv.slice(2).map(read);
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const failed = sum((result) => result.failed);

for (const name of results.flatMap((result) => result.skipped)) console.log(`skipped: ${name}`);
for (const line of results.flatMap((result) => result.failures)) console.log(`failed: ${line}`);
console.log(`${sum((result) => result.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 || results.some(({ skipped }) => skipped.length > 0) ? 1 : 0;

function read(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    const failures = [`${basename(path)} is no whole report: vitest did not end by itself`];
    return { passed: 0, failed: 1, failures, skipped: [] };
  }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests
    .filter(({ status }) => status !== "passed" && status !== "failed")
    .map(({ fullName }) => fullName);
  const failures = [
    ...tests
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `${fullName}: ${opening(failureMessages[0])}`),
    // A file that cannot be loaded has no tests to fail.
    ...report.testResults
      .filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0)
      .map(({ name, message }) => `${relative("", name)}: ${opening(message)}`),
  ];
  // An error outside of all tests belongs to none.
  if (failures.length === 0 && !report.success)
    failures.push(`${basename(path)} tells of an error outside of all tests`);
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
    failures,
    skipped,
  };
}

/** As much of a message as tells what happened; the rest is in the log of the step. */
function opening(message = "") {
  return message.split("\n").slice(0, 12).join("\n  ").slice(0, 1500);
}
