import { manualClock, type ManualClock } from "../../src/runtime/clock.ts";

/** Clocks of several processes. They stand still alike, and one that is made later can be ahead. */
export function clockPark(): {
  next(): ManualClock;
  pass(milliseconds: number): void;
  leaveBehind(milliseconds: number): void;
} {
  const clocks: ManualClock[] = [];
  let now = Date.UTC(2026, 0, 1);
  return {
    next() {
      const clock = manualClock(new Date(now));
      clocks.push(clock);
      return clock;
    },
    pass(milliseconds) {
      now += milliseconds;
      for (const clock of clocks) clock.advance(milliseconds);
    },
    leaveBehind(milliseconds) {
      now += milliseconds;
    },
  };
}
