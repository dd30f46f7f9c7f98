import { expect, it } from "vitest";
import { createTurns, toKey } from "../../src/queue/turns.ts";

it("gives a scope one round after another, and stays in BullMQ's last", () => {
  const rounds = new Map([
    [toKey("quiet"), 7],
    [toKey("busy"), 2_097_151],
  ]);
  const turns = createTurns(rounds);
  const next = (scope: string): number[] => [1, 2, 3].map(() => turns.next(scope));
  expect(next("new")).toEqual([1, 2, 3]);
  expect(next("quiet")).toEqual([7, 8, 9]);
  expect(next("busy")).toEqual([2_097_151, 2_097_152, 2_097_152]);
});
