import { expect, it } from "vitest";
import { RateLimit, rateOf } from "../../src/leasing/rate-limit.ts";

it.each([
  { perSecond: 1, rate: { max: 1, durationMs: 1000 } },
  { perSecond: 10, rate: { max: 10, durationMs: 1000 } },
  { perSecond: 0.5, rate: { max: 1, durationMs: 2000 } },
  { perSecond: 1.5, rate: { max: 1, durationMs: 667 } },
  { perSecond: 2.5, rate: { max: 2, durationMs: 800 } },
])("$perSecond a second are $rate.max in $rate.durationMs ms", ({ perSecond, rate }) => {
  expect(rateOf(perSecond)).toEqual(rate);
});

it("lets no more start in any second, and says when the next one may", () => {
  const limit = new RateLimit(2);
  expect([limit.room(0), limit.nextAt()]).toEqual([2, -Infinity]);
  limit.add(0);
  expect(limit.room(0)).toBe(1);
  limit.add(900);
  expect([limit.room(900), limit.nextAt()]).toEqual([0, 1000]);
  expect(limit.room(999)).toBe(0);
  expect(limit.room(1000)).toBe(1);
  limit.add(1000);
  expect([limit.room(1000), limit.nextAt()]).toEqual([0, 1900]);
});
