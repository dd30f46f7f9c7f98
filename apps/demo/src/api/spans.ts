const HOUR_MS = 3_600_000;

/** How much time the strip and the charts can show. */
export const SPANS = ["1h", "6h", "24h", "7d", "all"] as const;

/** One of {@link SPANS}. */
export type Span = (typeof SPANS)[number];

/** Their lengths. */
export const SPAN_MS: Readonly<Record<Exclude<Span, "all">, number>> = {
  "1h": HOUR_MS,
  "6h": 6 * HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
};
