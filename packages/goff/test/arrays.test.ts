import { expect, test } from "vitest";
import { nestsWithin } from "../src/nesting.ts";

const arrays = (levels: number): unknown[] => {
  let nested: unknown[] = [];
  for (let level = 1; level < levels; level++) nested = [1, nested, "a"];
  return nested;
};

test.each([1, 2, 99])("counts an array among objects as one level: %d arrays", (levels) => {
  expect(nestsWithin(levels + 1, { value: arrays(levels) })).toBe(true);
  expect(nestsWithin(levels, { value: arrays(levels) })).toBe(false);
});

test.each([2, 3, 100])("counts arrays alone: %d", (levels) => {
  expect(nestsWithin(levels, arrays(levels))).toBe(true);
  expect(nestsWithin(levels - 1, arrays(levels))).toBe(false);
});

test("counts objects in an array", () => {
  expect(nestsWithin(3, { value: [{}] })).toBe(true);
  expect(nestsWithin(2, { value: [{}] })).toBe(false);
  expect(nestsWithin(2, { value: [null, 1, "a", true] })).toBe(true);
});

test("asks no array for its keys, which takes ten times as long as parsing it", () => {
  let asked = 0;
  const numbers = new Proxy([1, 2, 3], {
    ownKeys: (target) => {
      asked++;
      return Reflect.ownKeys(target);
    },
  });
  expect(nestsWithin(3, { value: numbers, inner: [numbers] })).toBe(true);
  expect(asked).toBe(0);
});
