import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffDelays, jittered } from "../../src/handling/backoff.ts";

describe("backoffDelays", () => {
  it("doubles up to its longest wait", () => {
    expect(backoffDelays({ delayMs: 1000, maxMs: 5000 }, 6, 604_800_000)).toEqual([
      1000, 2000, 4000, 5000, 5000,
    ]);
  });

  it("waits an hour at most unless told otherwise", () => {
    const waits = backoffDelays({}, 15, 604_800_000);
    expect(waits.slice(-3)).toEqual([2_048_000, 3_600_000, 3_600_000]);
  });

  it("takes 4 to 9 minutes for ten attempts", () => {
    const most = backoffDelays({}, 10, 604_800_000).reduce((sum, wait) => sum + wait, 0);
    expect([most / 2 / 60_000, most / 60_000].map(Math.round)).toEqual([4, 9]);
  });

  it("needs none for one attempt", () => {
    expect(backoffDelays({}, 1, 604_800_000)).toEqual([]);
  });

  it("ends before half the window is over, whatever it is asked for", () => {
    assert(
      property(
        integer({ min: 1, max: 1e7 }),
        integer({ min: 1, max: 1e9 }),
        integer({ min: 1, max: 50 }),
        integer({ min: 1, max: 1e9 }),
        (delayMs, maxMs, attempts, window) => {
          const total = backoffDelays({ delayMs, maxMs }, attempts, window).reduce(
            (sum, one) => sum + one,
            0,
          );
          expect(total).toBeLessThanOrEqual(window / 2 + 1e-6);
        },
      ),
    );
  });
});

describe("jittered", () => {
  it("lies between half of the longest wait and all of it", () => {
    expect(jittered([1000, 2000], 1, () => 0)).toBe(500);
    expect(jittered([1000, 2000], 2, () => 1)).toBe(2000);
  });

  it("keeps to the last wait when there are more attempts than waits", () => {
    expect(jittered([1000, 2000], 9, () => 1)).toBe(2000);
    expect(jittered([], 1, () => 1)).toBe(0);
  });
});
