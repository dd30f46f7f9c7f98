/** One delivery that was sent. */
export interface Sent {
  /** The status, or why there was none. */
  readonly status: number | string;
  readonly milliseconds: number;
}

/** All of them together. */
export interface Summary {
  readonly sent: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Counts statuses, and finds the time that 50 % and 99 % of the responses took at most. */
export function summarise(all: readonly Sent[], seconds: number): Summary {
  const statuses: Record<string, number> = {};
  for (const { status } of all) statuses[status] = (statuses[status] ?? 0) + 1;
  const times = all
    .filter(({ status }) => typeof status === "number")
    .map(({ milliseconds }) => milliseconds);
  times.sort((one, other) => one - other);
  const percentile = (share: number): number => round(times[Math.ceil(share * times.length) - 1] ?? 0);
  return {
    sent: all.length,
    seconds: round(seconds),
    perSecond: round(all.length / Math.max(seconds, 0.001)),
    statuses,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
