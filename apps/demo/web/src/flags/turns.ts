import type { FlagPage } from "../../../src/api/contract.ts";

/** How the share of a variation turned, in percent. */
export interface Turn {
  readonly variation: string;
  readonly isFailure: boolean;
  readonly before: number;
  readonly after: number;
}

/** Columns before and after a change that are compared. */
const MOST_COLUMNS = 5;

/** A smaller turn is chance. */
const LEAST_POINTS = 3;

const MOST_TURNS = 2;

/**
 * How evaluations turned at a moment: failures and the greatest turns first. `undefined` where
 * nothing can be compared, since there were no evaluations before or after it. Looks no further
 * than the flag's next change on either side, which has an effect of its own.
 */
export function turnsAt(page: FlagPage, at: number): readonly Turn[] | undefined {
  const columns = page.series[0]?.counts.length ?? 0;
  const columnOf = (time: number): number => Math.floor((time - Date.parse(page.from)) / page.bucketMs);
  const column = columnOf(at);
  const others = page.marks
    .filter(({ kind }) => kind === "flag")
    .map((line) => columnOf(Date.parse(line.at)));
  const first = Math.max(
    0,
    column - MOST_COLUMNS,
    ...others.filter((one) => one < column).map((one) => one + 1),
  );
  const last = Math.min(
    columns - 1,
    column + MOST_COLUMNS,
    ...others.filter((one) => one > column).map((one) => one - 1),
  );
  const before = sharesIn(page, first, column - 1);
  const after = sharesIn(page, column + 1, last);
  if (before === undefined || after === undefined) return undefined;
  return page.series
    .map(({ variation, is }, index) => ({
      variation,
      isFailure: is === "failed",
      before: before[index]!,
      after: after[index]!,
    }))
    .filter((turn) => Math.abs(turn.after - turn.before) >= LEAST_POINTS)
    .toSorted((one, other) => weightOf(other) - weightOf(one))
    .slice(0, MOST_TURNS);
}

/** A turn in words: `new 25 % → 100 %`. */
export function turnWords({ variation, before, after }: Turn): string {
  return `${variation} ${before} % → ${after} %`;
}

/** Failures are what one looks for. */
function weightOf({ isFailure, before, after }: Turn): number {
  return Math.abs(after - before) + (isFailure ? 100 : 0);
}

/** Shares in percent of all that was served from one column to another; `undefined` for nothing. */
function sharesIn({ series }: FlagPage, first: number, last: number): readonly number[] | undefined {
  const sums = series.map(({ counts }) => counts.slice(first, last + 1).reduce((sum, one) => sum + one, 0));
  const total = sums.reduce((sum, one) => sum + one, 0);
  if (last < first || total === 0) return undefined;
  return sums.map((sum) => Math.round((sum / total) * 100));
}
