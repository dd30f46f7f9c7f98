const MINUTE_MS = 60_000;

interface Tally {
  loggedAt: number;
  count: number;
}

/**
 * Counts failures by code. The function that it returns gives how many to log now, the one at hand
 * among them: the first at once, then at most once a minute, else 0.
 *
 * Runs no timer: what was counted is logged with the next one.
 */
export function compileLimit(now: () => Date = () => new Date()): (code: string) => number {
  const tallies = new Map<string, Tally>();
  return (code) => {
    const time = now().getTime();
    const tally = tallies.get(code);
    if (tally === undefined) {
      tallies.set(code, { loggedAt: time, count: 0 });
      return 1;
    }
    tally.count++;
    // A clock that was set back, or that gives no time, must not silence the log.
    if (time >= tally.loggedAt && time - tally.loggedAt < MINUTE_MS) return 0;
    const { count } = tally;
    tallies.set(code, { loggedAt: time, count: 0 });
    return count;
  };
}
