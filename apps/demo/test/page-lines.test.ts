import { expect, test } from "vitest";
import type { Line } from "../src/model/line.ts";
import { addArrived, addPage, EMPTY_LIST, showWaiting } from "../web/src/data/line-list.ts";
import { incidentSpans } from "../web/src/strip/incident-spans.ts";
import { ticksOf } from "../web/src/strip/ticks.ts";

const START = Date.parse("2026-11-29T11:00:00Z");

function line(id: number, change: Partial<Line> = {}): Line {
  return {
    id,
    at: new Date(START + id * 1000).toISOString(),
    provider: "goff",
    event: "notify",
    kind: "flag",
    tone: "changed",
    subject: "x",
    words: "",
    tail: "",
    flag: null,
    environment: null,
    project: null,
    actor: null,
    isSample: false,
    ...change,
  };
}

const idsOf = (lines: readonly Line[]): readonly number[] => lines.map(({ id }) => id);

test("lines that arrive come to the top, the newest first", () => {
  const list = addArrived(EMPTY_LIST, [line(1), line(2)], false);
  expect(idsOf(addArrived(list, [line(3)], false).lines)).toEqual([3, 2, 1]);
});

test("lines that arrive while somebody reads wait, and are shown on demand", () => {
  const list = addArrived(addArrived(EMPTY_LIST, [line(1)], false), [line(2), line(3)], true);
  expect({ shown: idsOf(list.lines), waiting: idsOf(list.waiting), total: list.total }).toEqual({
    shown: [1],
    waiting: [3, 2],
    total: 1,
  });
  const shown = showWaiting(list);
  expect({ shown: idsOf(shown.lines), waiting: shown.waiting, total: shown.total }).toEqual({
    shown: [3, 2, 1],
    waiting: [],
    total: 3,
  });
});

test("a line from before the last page is left to its own page, so that it is there once", () => {
  const list = { ...EMPTY_LIST, lines: [line(9), line(8)], next: "cursor", total: 5 };
  const arrived = addArrived(list, [line(20, { at: line(2).at })], false);
  expect(idsOf(arrived.lines)).toEqual([9, 8]);
  expect(idsOf(addPage(arrived, [line(20, { at: line(2).at })], null).lines)).toEqual([9, 8, 20]);
});

test("lines that arrive out of order are put in order", () => {
  const list = addArrived(EMPTY_LIST, [line(1), line(5)], false);
  expect(idsOf(addArrived(list, [line(6, { at: line(3).at })], false).lines)).toEqual([5, 6, 1]);
});

test("an incident lasts from its opening to its end, or to now", () => {
  const incident = { kind: "incident", subject: "a" } as const;
  const marks = [
    line(7, { ...incident, tone: "removed", subject: "b" }),
    line(5, { ...incident, tone: "added" }),
    line(2, { ...incident, tone: "removed" }),
    line(1, { kind: "deployment" }),
  ];
  expect(incidentSpans(marks, 99)).toEqual([
    { id: 2, from: START + 2000, to: START + 5000 },
    { id: 7, from: START + 7000, to: 99 },
  ]);
});

test.each([10, 60, 600, 10_000])("a strip of %i minutes has at most seven round ticks", (minutes) => {
  const ticks = ticksOf(START, START + minutes * 60_000);
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.length).toBeLessThanOrEqual(7);
  expect(ticks.every((at) => at % 60_000 === 0)).toBe(true);
});
