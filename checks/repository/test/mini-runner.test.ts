import { expect, test } from "vitest";
import { createRunner } from "../../runtimes/src/mini-runner.ts";

function isFoundEqual(actual: unknown, expected: unknown): boolean {
  const runner = createRunner();
  runner.test("compares", () => void runner.expect(actual).toEqual(expected));
  return runner.results[0]!.failure === undefined;
}

test.each<[name: string, actual: unknown, expected: unknown]>([
  ["one value and another", 1, 2],
  ["a number and its text", 1, "1"],
  ["undefined and null", undefined, null],
  ["an object and one with a further key", { a: 1 }, { a: 1, b: 2 }],
  ["an object with a further key and one without", { a: 1, b: 2 }, { a: 1 }],
  ["a missing and an undefined member", {}, { a: undefined }],
  ["objects that differ deep down", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
  ["an array and an object of its members", [1], { 0: 1 }],
  ["a longer and a shorter array", [1, 2], [1]],
  ["an inherited and an own member", { a: 1 }, { toString: 1 }],
])("the runner for other runtimes tells apart %s", (_name, actual, expected) => {
  expect(isFoundEqual(actual, expected)).toBe(false);
});

test("it finds equal what has the same values all the way down", () => {
  expect(isFoundEqual({ a: [1, { b: null }], c: undefined }, { c: undefined, a: [1, { b: null }] })).toBe(
    true,
  );
  expect(isFoundEqual(Number.NaN, Number.NaN)).toBe(true);
});

test("it counts a test that throws as failed, with its error", () => {
  const runner = createRunner();
  runner.test("throws", () => {
    throw new TypeError("because");
  });
  runner.test("passes", () => void 0);
  expect(runner.results).toEqual([{ name: "throws", failure: "TypeError: because" }, { name: "passes" }]);
});
