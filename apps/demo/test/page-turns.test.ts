import { expect, test } from "vitest";
import type { FlagPage } from "../src/api/contract.ts";
import type { Line } from "../src/model/line.ts";
import { turnsAt, turnWords } from "../web/src/flags/turns.ts";

const FROM = Date.parse("2026-11-29T11:00:00Z");
const MINUTE = 60_000;

function pageOf(counts: Readonly<Record<string, readonly number[]>>, changes: readonly number[]): FlagPage {
  return {
    flag: "checkout",
    environments: [],
    environment: null,
    from: new Date(FROM).toISOString(),
    to: new Date(FROM + 9.5 * MINUTE).toISOString(),
    bucketMs: MINUTE,
    series: Object.entries(counts).map(([variation, one]) => ({
      variation,
      is: variation === "failed" ? "failed" : "served",
      counts: one,
    })),
    marks: changes.map(
      (minute) => ({ kind: "flag", at: new Date(FROM + minute * MINUTE).toISOString() }) as Line,
    ),
    history: [],
    turns: {},
  };
}

const wordsAt = (page: FlagPage, minute: number) => turnsAt(page, FROM + minute * MINUTE)?.map(turnWords);

test("shares turn at a change, failures first, and the minute of the change counts for neither side", () => {
  const page = pageOf(
    {
      new: [1, 1, 1, 50, 6, 6, 6, 6, 6, 6],
      old: [9, 9, 9, 50, 0, 0, 0, 0, 0, 0],
      failed: [0, 0, 0, 0, 4, 4, 4, 4, 4, 4],
    },
    [3.2],
  );
  expect(wordsAt(page, 3.2)).toEqual(["failed 0 % → 40 %", "old 90 % → 0 %"]);
});

test("looks no further than the next change on either side", () => {
  const page = pageOf(
    { new: [9, 0, 1, 1, 1, 1, 1, 0, 9, 9], old: [1, 0, 9, 9, 9, 9, 9, 0, 1, 1] },
    [1.5, 4.5, 7.5],
  );
  expect(wordsAt(page, 4.5)).toEqual([]);
  expect(wordsAt(page, 7.5)).toEqual(["new 10 % → 90 %", "old 90 % → 10 %"]);
});

test.each([
  ["before it", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]],
  ["after it", [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]],
])("says nothing without evaluations %s", (_name, counts) => {
  expect(wordsAt(pageOf({ new: counts }, [4.5]), 4.5)).toBeUndefined();
  expect(wordsAt(pageOf({}, [4.5]), 4.5)).toBeUndefined();
});
