// `node .ci/counts.mjs <report>...`: adds up vitest's own JSON reports. The last line is `N passed, M failed`.
// Ends with 1 when a test failed or was skipped: what is skipped here is tested nowhere.
import { readFileSync } from "node:fs";

const results = process.argv.slice(2).map(read);
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const failed = sum((result) => result.failed);

for (const name of results.flatMap((result) => result.skipped)) console.log(`skipped: ${name}`);
console.log(`${sum((result) => result.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 || results.some(({ skipped }) => skipped.length > 0) ? 1 : 0;

function read(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: [] }; // vitest did not end by itself
  }
  const skipped = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== "passed" && status !== "failed")
    .map(({ fullName }) => fullName);
  // A file that cannot be loaded has no tests to fail, and an error outside of all tests belongs to none.
  const faults = Math.max(report.numFailedTests, report.success ? 0 : 1);
  return { passed: report.numPassedTests, failed: faults, skipped };
}
