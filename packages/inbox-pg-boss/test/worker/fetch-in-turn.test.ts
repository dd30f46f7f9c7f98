import { expect, it } from "vitest";
import type { Engine } from "../../src/job/engine.ts";
import { createFetchInTurn } from "../../src/worker/fetch-in-turn.ts";

it("looks first for scopes that had none in this round, and then for any", async () => {
  const waiting = ["a", "a", "a", "b", undefined, "c"].map((groupId, id) => ({ id: String(id), groupId }));
  let fetches = 0;
  const boss = {
    async fetch(
      _: string,
      { batchSize, ignoreGroups }: { batchSize: number; ignoreGroups: string[] | null },
    ) {
      fetches++;
      const found = waiting.filter(({ groupId }) => ignoreGroups?.includes(groupId ?? "") !== true);
      const taken = found.slice(0, batchSize);
      for (const job of taken) waiting.splice(waiting.indexOf(job), 1);
      return taken;
    },
  };
  const fetch = createFetchInTurn({ boss, db: {} } as unknown as Engine);
  const scopes: unknown[] = [];
  for (let turn = 0; turn < 6; turn++) {
    for (const { groupId } of await fetch("orders", 1)) scopes.push(groupId);
  }
  expect(scopes).toEqual(["a", "b", undefined, "c", "a", "a"]);
  // Twice only at the end of a round.
  expect(fetches).toBe(8);
});
