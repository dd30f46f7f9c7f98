/** How long to wait between attempts, in milliseconds. */
export interface Backoff {
  /** Before the second attempt; doubled before each further one. Default 1 000. */
  readonly delay?: number;
  /** Longest wait. Default one hour. */
  readonly max?: number;
}

/**
 * Longest wait before each further attempt. Together at most half the window, so that the last attempt comes while duplicates
 * of the delivery are still recognised.
 */
export function backoffDelays(
  { delay = 1000, max = 3_600_000 }: Backoff,
  attempts: number,
  window: number,
): number[] {
  const delays = Array.from({ length: attempts - 1 }, (_, index) => Math.min(max, delay * 2 ** index));
  const total = delays.reduce((sum, one) => sum + one, 0);
  const scale = Math.min(1, window / 2 / total);
  return delays.map((one) => one * scale);
}

/**
 * The wait after this many tries: between half of the longest and all of it, so that deliveries which failed together do not
 * return together.
 */
export function jittered(
  delays: readonly number[],
  tries: number,
  random: () => number = Math.random,
): number {
  const longest = delays[Math.min(tries, delays.length) - 1] ?? 0;
  return Math.round(longest * (0.5 + 0.5 * random()));
}
