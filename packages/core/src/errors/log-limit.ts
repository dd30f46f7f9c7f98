const MINUTE_MS = 60_000;

/** As many kinds as are counted at a time: texts of errors may have no end of them. */
const MAX_KINDS = 100;

interface Tally {
  loggedAt: number;
  count: number;
}

/**
 * Counts failures by kind: a code, or a text. The function that it returns gives how many to log
 * now, the one at hand among them: the first at once, then at most once a minute, else 0.
 *
 * Runs no timer: what was counted is logged with the next one.
 */
export function compileLimit(now: () => Date = () => new Date()): (kind: string) => number {
  const tallies = new Map<string, Tally>();
  return (kind) => {
    const time = now().getTime();
    const tally = tallies.get(kind);
    if (tally === undefined) {
      if (tallies.size === MAX_KINDS) tallies.clear();
      tallies.set(kind, { loggedAt: time, count: 0 });
      return 1;
    }
    tally.count++;
    // A clock that was set back, or that gives no time, must not silence the log.
    if (time >= tally.loggedAt && time - tally.loggedAt < MINUTE_MS) return 0;
    const { count } = tally;
    tallies.set(kind, { loggedAt: time, count: 0 });
    return count;
  };
}
