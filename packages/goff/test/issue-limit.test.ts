import { expect, test } from "vitest";
import { flagSchema, notifySchema } from "../src/schemas.ts";

const faulty = (length: number): object =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, []]));

test.each([
  { what: "targeting", flag: { targeting: Array.from({ length: 200_000 }, () => 1) } },
  { what: "percentages", flag: { defaultRule: { percentage: faulty(200_000) } } },
  { what: "scheduled steps", flag: { scheduledRollout: Array.from({ length: 200_000 }, () => 1) } },
])("a flag of 200 000 faulty $what has 32 issues", ({ flag }) => {
  const { success, error } = flagSchema.safeParse(flag);
  expect(success).toBe(false);
  expect(error!.issues).toHaveLength(32);
});

test("a notification of 200 000 faulty flags has 32 issues", () => {
  const flags = { added: faulty(200_000) };
  expect(notifySchema.safeParse({ meta: {}, flags }).error!.issues).toHaveLength(32);
});

test("a tree of scheduled steps has 32 issues, not one per step", () => {
  const steps = (levels: number): object => ({
    date: 1,
    ...(levels > 0 && { scheduledRollout: [steps(levels - 1), steps(levels - 1)] }),
  });
  expect(flagSchema.safeParse({ scheduledRollout: [steps(10)] }).error!.issues).toHaveLength(32);
});
