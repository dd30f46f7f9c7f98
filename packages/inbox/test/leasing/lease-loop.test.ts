import { describe, expect, it } from "vitest";
import { LeaseLoop, type LeaseRows } from "../../src/leasing/lease-loop.ts";
import { manualClock } from "../../src/memory.ts";
import type { RowClaim, Settlement } from "../../src/leasing/leased-rows.ts";
import type { Settings } from "../../src/store/store.ts";

describe("a run that rejects", () => {
  it.each([
    { name: "is tried again", isLast: false, verdict: { state: "retry", error: "broken" } },
    {
      name: "is dead at its last attempt",
      isLast: true,
      verdict: { state: "dead", reason: "attempts", error: "broken" },
    },
  ])("$name, and is told", async ({ isLast, verdict }) => {
    const faults: unknown[] = [];
    const settled: Settlement[] = [];
    const loop = new LeaseLoop({
      rows: rowsOf({ ...claimOf("1"), isLast }, settled),
      clock: manualClock(),
      providers: ["orders"],
      run: () => Promise.reject(new Error("broken")),
      settings: settings((error) => faults.push(error)),
      poll: 1000,
    });
    await expect.poll(() => settled.map((one) => one.verdict)).toEqual([verdict]);
    await loop.stop(0);
    expect(faults).toEqual([new Error("broken")]);
  });
});

describe("stop", () => {
  it("gives back what is running although a claim hangs, and releases what that claim brings, not run", async () => {
    const settled: Settlement[] = [];
    const started: string[] = [];
    let bring: ((claims: RowClaim[]) => void) | undefined;
    const answers = [
      Promise.resolve([claimOf("1")]),
      new Promise<RowClaim[]>((resolve) => {
        bring = resolve;
      }),
    ];
    const loop = new LeaseLoop({
      rows: { ...rowsOf(claimOf("0"), settled), claim: () => answers.shift() ?? Promise.resolve([]) },
      clock: manualClock(),
      providers: ["orders"],
      run: ({ id }, signal) => {
        started.push(id);
        loop.wake(); // looks again, and hangs
        return new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve({ state: "released" }));
        });
      },
      settings: { ...settings(() => {}), concurrency: 2 },
      poll: 1000,
    });
    await expect.poll(() => answers.length).toBe(0);
    const stopped = loop.stop(0);
    await expect.poll(() => settled.map(({ id }) => id)).toEqual(["1"]);
    bring!([claimOf("2")]);
    await stopped;
    expect(settled.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["1", { state: "released" }],
      ["2", { state: "released" }],
    ]);
    expect(started).toEqual(["1"]);
  });
});

describe("providers", () => {
  it("are asked for in turn: those with the fewest running first, then those that were started longest ago", async () => {
    const asked: string[] = [];
    const endings: (() => void)[] = [];
    const answers = [claimOf("1", "a"), claimOf("2", "b"), claimOf("3", "a")];
    const claim: LeaseRows["claim"] = async ({ providers }) => {
      asked.push(providers.join(" "));
      return answers.splice(0, 1);
    };
    const loop = new LeaseLoop({
      rows: { ...rowsOf(claimOf("0"), []), claim },
      clock: manualClock(),
      providers: ["a", "b", "c"],
      run: () =>
        new Promise((resolve) => {
          endings.push(() => resolve({ state: "done" }));
        }),
      settings: { ...settings(() => {}), concurrency: 3 },
      poll: 1000,
    });
    for (const started of [1, 2, 3]) {
      await expect.poll(() => endings.length).toBe(started);
      loop.wake();
    }
    endings[0]!();
    await expect.poll(() => asked).toEqual(["a b c", "b c a", "c a b", "c b a"]);
    for (const end of endings) end();
    await loop.stop(0);
  });
});

function claimOf(id: string, provider = "orders"): RowClaim {
  return { id, entry: { provider }, attempt: 1, tries: 1, isLast: false } as RowClaim;
}

/** A table that hands out one claim. */
function rowsOf(claim: RowClaim, settled: Settlement[]): LeaseRows {
  const claims = [claim];
  return {
    claim: async () => claims.splice(0),
    renew: async (fences) => fences.map(() => true),
    settle: async (batch) => {
      settled.push(...batch);
      return batch.map(() => true);
    },
    nextDue: async () => undefined,
  };
}

function settings(onError: (error: unknown) => void): Settings {
  return {
    attempts: 10,
    lease: 1000,
    timeout: 1000,
    window: 1000,
    concurrency: 1,
    delays: [10],
    onReplay: "hold",
    onError,
  };
}
