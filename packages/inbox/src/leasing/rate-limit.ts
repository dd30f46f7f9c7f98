/** Starts of one provider in a time. */
export interface Rate {
  readonly max: number;
  readonly durationMs: number;
}

/** The same as so many per second, in whole starts. */
export function rateOf(perSecond: number): Rate {
  const max = Math.max(1, Math.floor(perSecond));
  return { max, durationMs: Math.ceil((1000 * max) / perSecond) };
}

/** Counts starts: in no time of `durationMs` are there more than `max`. */
export class RateLimit {
  readonly #rate: Rate;
  /** When the latest ones were, at most `max` of them, the oldest first. */
  #times: number[] = [];

  constructor(perSecond: number) {
    this.#rate = rateOf(perSecond);
  }

  /** How many may start now. */
  room(now: number): number {
    const { max, durationMs } = this.#rate;
    return max - this.#times.filter((at) => now - at < durationMs).length;
  }

  /** When the next one may start, where none may now. */
  nextAt(): number {
    const { max, durationMs } = this.#rate;
    return (this.#times.at(-max) ?? -Infinity) + durationMs;
  }

  add(now: number): void {
    this.#times = [...this.#times, now].slice(-this.#rate.max);
  }
}
