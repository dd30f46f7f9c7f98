/** Where the inbox reads time and sets timers. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now`. */
  now(): number;
  /** Calls back once, after this many milliseconds. The result cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    // Node fires timers of more than 2^31 ms at once.
    const timer = setTimeout(callback, Math.min(milliseconds, 0x7fff_ffff));
    return () => clearTimeout(timer);
  },
};

/** A clock that moves only when the test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on. Timers that fall due on the way are called at their own time, in order. */
  advance(milliseconds: number): void;
}

/**
 * A clock for tests: time moves when the test says so, and no test has to sleep.
 *
 * @param start Where it starts. Default 2026-01-01T00:00:00Z.
 *
 * @example
 * ```ts
 * import { createInbox } from "@flaghook/inbox";
 * import { manualClock, memoryStore } from "@flaghook/inbox/memory";
 *
 * const clock = manualClock();
 * export const inbox = createInbox({ store: memoryStore({ clock }), windowMs: 60_000 });
 * clock.advance(60_000); // the window is over
 * ```
 */
export function manualClock(start: Date = new Date(Date.UTC(2026, 0, 1))): ManualClock {
  let now = start.getTime();
  let timers: { readonly at: number; readonly callback: () => void }[] = [];

  function takeDue(until: number): { readonly at: number; readonly callback: () => void } | undefined {
    const due = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
    timers = timers.filter((timer) => timer !== due);
    return due;
  }

  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (let timer = takeDue(until); timer !== undefined; timer = takeDue(until)) {
        now = Math.max(now, timer.at);
        timer.callback();
      }
      now = until;
    },
  };
}
