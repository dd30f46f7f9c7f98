import { expect, it } from "vitest";
import { groupCommit } from "../../src/runtime/group-commit.ts";

it("an error among the results rejects its own item alone", async () => {
  const fault = new Error("kept");
  const commits = groupCommit<number, number>(
    async (batch) => batch.map((item) => (item === 2 ? fault : item)),
    { items: 3, bytes: Infinity },
  );
  const results = await Promise.allSettled([1, 2, 3].map((item) => commits.add(item)));
  expect(results).toEqual([
    { status: "fulfilled", value: 1 },
    { status: "rejected", reason: fault },
    { status: "fulfilled", value: 3 },
  ]);
});

it("a promise among the results keeps its own item alone waiting", async () => {
  const open: ((result: number | Error) => void)[] = [];
  const commits = groupCommit<number, number>(
    async (batch) => batch.map((item) => (item > 2 ? item : new Promise((resolve) => open.push(resolve)))),
    { items: 3, bytes: Infinity },
  );
  const [one, two, three] = [1, 2, 3].map((item) => commits.add(item));
  expect(await three).toBe(3);
  expect(await commits.add(4)).toBe(4); // a batch of its own
  open[0]!(1);
  open[1]!(new Error("kept"));
  expect(await one).toBe(1);
  await expect(two).rejects.toThrow("kept");
});
