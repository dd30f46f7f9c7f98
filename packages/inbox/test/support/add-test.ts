import { test } from "vitest";
import type { AddTest } from "../../src/store-contract.ts";

/** The contract asserts with node:assert, and engines need more time than vitest gives. */
export const addTest: AddTest = (name, body) => {
  // oxlint-disable-next-line vitest/valid-title, vitest/expect-expect -- both are the contract's
  test(name, body, 60_000);
};

/** The same, several at a time: an engine's tests mostly wait. */
export const addConcurrentTest: AddTest = (name, body) => {
  // oxlint-disable-next-line vitest/valid-title, vitest/expect-expect -- both are the contract's
  test.concurrent(name, body, 60_000);
};
