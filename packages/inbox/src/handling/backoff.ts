/** How long to wait between attempts. */
export interface Backoff {
  /** Before the second attempt; doubled before each further one. Default 1 000. */
  readonly delayMs?: number;
  /** Longest wait. Default 3 600 000 (one hour). */
  readonly maxMs?: number;
}

/**
 * Longest wait before each further attempt. Together at most half the window, so that the last
 * attempt comes while duplicates of the delivery are still recognised.
 */
export function backoffDelays(
  { delayMs = 1000, maxMs = 3_600_000 }: Backoff,
  attempts: number,
  windowMs: number,
): number[] {
  const delays = Array.from({ length: attempts - 1 }, (_, index) => Math.min(maxMs, delayMs * 2 ** index));
  const total = delays.reduce((sum, one) => sum + one, 0);
  const scale = Math.min(1, windowMs / 2 / total);
  return delays.map((one) => one * scale);
}

/**
 * The wait after this many attempts: between half of the longest and all of it, so that deliveries
 * which failed together do not return together.
 */
export function jittered(
  delaysMs: readonly number[],
  attemptsSinceRevival: number,
  random: () => number = Math.random,
): number {
  const longest = delaysMs[Math.min(attemptsSinceRevival, delaysMs.length) - 1] ?? 0;
  return Math.round(longest * (0.5 + 0.5 * random()));
}
