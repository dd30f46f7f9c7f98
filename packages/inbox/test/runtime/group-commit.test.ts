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
