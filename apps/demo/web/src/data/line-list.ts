import type { Line } from "../../../src/model/line.ts";

/** The lines that the timeline shows and knows of. */
export interface LineList {
  /** Newest first. */
  readonly lines: readonly Line[];
  /** Lines that arrived while somebody reads. Newest first. */
  readonly waiting: readonly Line[];
  /** Where the next page begins; `null` after the last one. */
  readonly next: string | null;
  /** How many lines pass the filters, those that wait left out. */
  readonly total: number;
}

/** No line at all. */
export const EMPTY_LIST: LineList = { lines: [], waiting: [], next: null, total: 0 };

/** Adds lines that arrived, at the top or to those that wait. */
export function addArrived(list: LineList, arrived: readonly Line[], isReading: boolean): LineList {
  if (arrived.length === 0) return list;
  if (isReading) return { ...list, waiting: merge(list.waiting, arrived) };
  // What belongs below the last page will come with its own.
  const last = list.next === null ? undefined : list.lines.at(-1);
  const shown = last === undefined ? arrived : arrived.filter((line) => order(line, last) < 0);
  return { ...list, lines: merge(list.lines, shown), total: list.total + arrived.length };
}

/** Shows what waits. */
export function showWaiting(list: LineList): LineList {
  return addArrived({ ...list, waiting: [] }, list.waiting, false);
}

/** Adds the next page at the end. */
export function addPage(list: LineList, page: readonly Line[], next: string | null): LineList {
  return { ...list, lines: [...list.lines, ...page], next };
}

function merge(lines: readonly Line[], arrived: readonly Line[]): readonly Line[] {
  const sorted = arrived.toSorted(order);
  const [first] = lines;
  if (first === undefined || order(sorted.at(-1) ?? first, first) <= 0) return [...sorted, ...lines];
  return [...sorted, ...lines].toSorted(order);
}

/** Newest first. */
function order(one: Line, other: Line): number {
  return Date.parse(other.at) - Date.parse(one.at) || other.id - one.id;
}
