/** One measured figure beside its budget. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** Empty for a figure that is only there to compare with. */
  readonly budget?: string;
  readonly isMet?: boolean;
}

/** A ratio in words. */
export function times(value: number): string {
  return `${value.toFixed(2)} x`;
}

/** A figure that must be at least, or at most, its budget. */
export function limited(
  what: string,
  value: number,
  limit: { readonly min: number } | { readonly max: number },
  print: (value: number) => string,
): Row {
  const isMin = "min" in limit;
  const bound = isMin ? limit.min : limit.max;
  return {
    what,
    measured: print(value),
    budget: `${isMin ? ">=" : "<="} ${print(bound)}`,
    isMet: isMin ? value >= bound : value <= bound,
  };
}

/** Lays rows out in columns under a title. */
export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(`\n${title}`);
  for (const { what, measured, budget = "", isMet } of rows) {
    const verdict = isMet === undefined ? "" : isMet ? "met" : "NOT MET";
    console.log(
      `  ${what.padEnd(width)}  ${measured.padStart(10)}  ${budget.padEnd(12)} ${verdict}`.trimEnd(),
    );
  }
}
