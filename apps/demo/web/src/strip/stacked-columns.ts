/**
 * Columns that stand on each other, in the units of an SVG: one column wide, one unit of the scale
 * high.
 */
export interface StackedColumns {
  /** The shape of each series, in their order from bottom to top. */
  readonly paths: readonly string[];
  readonly columns: number;
  readonly highest: number;
}

/**
 * Stacks counts of several series. The scale turns a height that is summed up into one that is
 * drawn.
 */
export function stackColumns(
  series: readonly (readonly number[])[],
  scale: (sum: number) => number,
  least: number,
): StackedColumns {
  const columns = Math.max(1, ...series.map((counts) => counts.length));
  const sums = Array.from({ length: columns }, (_, index) =>
    series.reduce((sum, counts) => sum + (counts[index] ?? 0), 0),
  );
  const highest = Math.max(least, ...sums.map(scale));
  const base = Array.from({ length: columns }, () => 0);
  const paths = series.map((counts) =>
    counts
      .map((count, index) => {
        const bottom = scale(base[index]!);
        base[index]! += count;
        const height = scale(base[index]!) - bottom;
        return count === 0 ? "" : `M${index + 0.12} ${highest - bottom}v${-height}h.76v${height}Z`;
      })
      .join(""),
  );
  return { paths, columns, highest };
}
