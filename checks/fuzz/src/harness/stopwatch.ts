/** How often a time is taken. The shortest counts, in which nobody else had the processor. */
const TAKES = 7;

/**
 * Shorter than this many microseconds, a call is made several times over, so that the clock can see
 * it.
 */
const VISIBLE = 100;

/** How often a measurement that looks bad is made again before it is believed. */
const RETRIES = 4;

/** How many times as long one call takes as another. The two take turns. */
export function timesAsLong(one: () => void, other: () => void): number {
  const [rounds, roundsOfOther] = [roundsOf(one), roundsOf(other)];
  let [best, bestOfOther] = [Infinity, Infinity];
  for (let take = 0; take < TAKES; take++) {
    best = Math.min(best, microseconds(one, rounds));
    bestOfOther = Math.min(bestOfOther, microseconds(other, roundsOfOther));
  }
  return best / bestOfOther;
}

/**
 * The lowest of some measurements of a number, of which only one is made when it is within the
 * bound.
 */
export function lowest(measure: () => number, bound: number): number {
  let found = measure();
  for (let retry = 0; retry < RETRIES && found > bound; retry++) found = Math.min(found, measure());
  return found;
}

function roundsOf(run: () => void): number {
  run(); // the first time is no time: code is compiled
  return Math.min(20, Math.ceil(VISIBLE / microseconds(run, 1)));
}

/** The average time of one call. Never nothing. */
function microseconds(run: () => void, rounds: number): number {
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++) run();
  return Math.max((performance.now() - startedAt) * 1000, 1) / rounds;
}
