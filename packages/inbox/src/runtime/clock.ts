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

function isTime(milliseconds: unknown): boolean {
  return Number.isFinite(milliseconds) && (milliseconds as number) >= 0;
}

/**
 * Refuses a clock that does not work: by it deliveries would be due at once, or never.
 *
 * @throws {TypeError}
 */
export function assertClock(clock: unknown): asserts clock is Clock {
  const { now, after } = (clock ?? {}) as Partial<Clock>;
  if (typeof now !== "function" || typeof after !== "function") {
    throw new TypeError("clock must have now() and after(milliseconds, callback), as manualClock() has.");
  }
  if (!isTime((clock as Clock).now())) {
    throw new TypeError("clock.now() must give milliseconds since 1970, as Date.now() does.");
  }
}

/** A clock that moves only when the test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on. Timers that fall due on the way are called at their own time, in order. */
  advance(milliseconds: number): void;
}

/**
 * A clock for tests: time moves when the test says so, and no test has to sleep.
 *
 * @param start Where it starts. Default 2026-01-01T00:00:00Z.
 * @throws {TypeError} unless `start` is a time, and `advance` is called with milliseconds
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
  if (!(start instanceof Date && isTime(start.getTime()))) {
    throw new TypeError("manualClock starts at a Date of 1970 or later.");
  }
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
      if (!isTime(milliseconds)) throw new TypeError("advance takes milliseconds, and time goes forward.");
      const until = now + milliseconds;
      for (let timer = takeDue(until); timer !== undefined; timer = takeDue(until)) {
        now = Math.max(now, timer.at);
        timer.callback();
      }
      now = until;
    },
  };
}
