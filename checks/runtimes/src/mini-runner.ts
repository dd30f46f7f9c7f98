import type { TestRunner } from "../../../packages/testing/src/contract.ts";

/** What became of one test. */
export interface TestResult {
  readonly name: string;
  /** Absent when it passed. */
  readonly failure?: string;
}

/**
 * `test` and `expect` in a few lines: not every runtime has a runner, and all must be asked the
 * same questions.
 */
export function createRunner(): Extract<TestRunner, { expect: unknown }> & {
  readonly results: TestResult[];
} {
  const results: TestResult[] = [];
  return {
    results,
    test(name, run) {
      try {
        run();
        results.push({ name });
      } catch (error) {
        results.push({ name, failure: String(error) });
      }
    },
    expect: (actual) => ({
      toEqual(expected) {
        if (!isEqual(actual, expected)) throw new Error(`expected ${show(expected)}, got ${show(actual)}`);
      },
    }),
  };
}

/**
 * Same values all the way down: as many keys, and equal members. Stricter than vitest, which
 * ignores undefined members.
 */
function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? "undefined" : JSON.stringify(value);
}
