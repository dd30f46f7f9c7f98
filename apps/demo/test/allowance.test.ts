import { expect, test } from "vitest";
import { createAllowance } from "../src/receiving/allowance.ts";
import { createQueue } from "../src/receiving/one-at-a-time.ts";

test("allows so many at once, then one after each pause, each address for itself", () => {
  const allowance = createAllowance({ atOnce: 2, pauseMs: 100 });
  const take = (address: string, now: number): boolean => allowance.take(address, now);
  expect([take("a", 0), take("a", 0), take("a", 99), take("b", 99)]).toEqual([true, true, false, true]);
  expect([take("a", 100), take("a", 150), take("a", 1000), take("a", 1000), take("a", 1000)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
  expect([allowance.drainSkipped(), allowance.drainSkipped()]).toEqual([3, 0]);
});

test("a queue runs one job at a time, goes on after a failed one, and refuses what is too much", async () => {
  const errors: unknown[] = [];
  const order: string[] = [];
  const queue = createQueue(2, (error) => errors.push(error));
  const added = ["one", "two", "three", "four"].map((name) =>
    queue.add(async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      if (name === "one") throw new Error("broken");
    }),
  );
  await queue.idle();
  expect(added).toEqual([true, true, true, false]);
  expect(order).toEqual(["one", "two", "three"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  expect(errors).toHaveLength(1);
});
