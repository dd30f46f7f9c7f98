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

/** A figure that must be at least, or at most, its budget. One that was not measured is neither met nor missed. */
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

/** Lays rows out in columns under a title. */
export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const measuredWidth = Math.max(10, ...rows.map(({ measured }) => measured.length));
  const budgetWidth = Math.max(12, ...rows.map(({ budget = "" }) => budget.length));
  console.log(`\n${title}`);
  for (const { what, measured, budget = "", isMet } of rows) {
    const verdict = isMet === undefined ? "" : isMet ? "met" : "NOT MET";
    const cells = [what.padEnd(width), measured.padStart(measuredWidth), budget.padEnd(budgetWidth)];
    console.log(`  ${cells.join("  ")} ${verdict}`.trimEnd());
  }
}
