import { formatTable } from "../../../tools/workspace/table.ts";

/** One measured figure beside its budget. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** Empty for a figure that is only there to compare with. */
  readonly budget?: string;
  readonly isMet?: boolean;
}

/** What a figure must be at least, or at most. */
export type Limit = { readonly min: number } | { readonly max: number };

/** A ratio in words. */
export function times(value: number): string {
  return `${value.toFixed(2)} x`;
}

/**
 * A figure that must be at least, or at most, its budget. One that was not measured is neither met
 * nor missed.
 */
export function limited(
  what: string,
  value: number | undefined,
  limit: Limit,
  print: (value: number) => string,
): Row {
  const isMin = "min" in limit;
  const bound = isMin ? limit.min : limit.max;
  const budget = `${isMin ? ">=" : "<="} ${print(bound)}`;
  if (value === undefined) return { what, measured: "not measured", budget };
  return { what, measured: print(value), budget, isMet: isMin ? value >= bound : value <= bound };
}

/** Prints figures as a table under a title. */
export function printFigures(title: string, rows: readonly Row[]): void {
  const cells = rows.map(({ what, measured, budget = "", isMet }) => [
    what,
    measured,
    budget,
    isMet === undefined ? "" : isMet ? "met" : "NOT MET",
  ]);
  console.log(`\n${title}\n${formatTable([["figure", "measured", "budget", ""], ...cells])}`);
}
