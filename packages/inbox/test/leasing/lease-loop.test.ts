import { describe, expect, it, vi } from "vitest";
import { LeaseLoop, type LeaseRows } from "../../src/leasing/lease-loop.ts";
import { manualClock } from "../../src/memory.ts";
import type { AttemptRecord, ClaimedRow } from "../../src/leasing/leased-rows.ts";
import type { StoreSettings } from "../../src/store/store.ts";

describe("a run that rejects", () => {
  it.each([
    { name: "is tried again", isLast: false, result: { state: "retry", error: "broken" } },
    {
      name: "is dead at its last attempt",
      isLast: true,
      result: { state: "dead", reason: "attempts", error: "broken" },
    },
  ])("$name, and onError hears of it", async ({ isLast, result }) => {
    const faults: unknown[] = [];
    const recorded: AttemptRecord[] = [];
    const loop = new LeaseLoop({
      rows: rowsOf({ ...claimedRow("1"), isLast }, recorded),
      clock: manualClock(),
      providers: ["orders"],
      run: () => Promise.reject(new Error("broken")),
      settings: settings((error) => faults.push(error)),
      pollMs: 1000,
    });
    await expect.poll(() => recorded.map((one) => one.result)).toEqual([result]);
    await loop.stop(0);
    expect(faults).toEqual([new Error("broken")]);
  });
});

describe("stop", () => {
  it("gives back what is running although a claim hangs, and releases what that claim brings, not run", async () => {
    const recorded: AttemptRecord[] = [];
    const started: string[] = [];
    let bring: ((rows: ClaimedRow[]) => void) | undefined;
    const responses = [
      Promise.resolve([claimedRow("1")]),
      new Promise<ClaimedRow[]>((resolve) => {
        bring = resolve;
      }),
    ];
    const loop = new LeaseLoop({
      rows: { ...rowsOf(claimedRow("0"), recorded), claim: () => responses.shift() ?? Promise.resolve([]) },
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
      pollMs: 1000,
    });
    await expect.poll(() => responses.length).toBe(0);
    const stopped = loop.stop(0);
    await expect.poll(() => recorded.map(({ id }) => id)).toEqual(["1"]);
    bring!([claimedRow("2")]);
    await stopped;
    expect(recorded.map(({ id, result }) => [id, result])).toEqual([
      ["1", { state: "released" }],
      ["2", { state: "released" }],
    ]);
    expect(started).toEqual(["1"]);
  });
});

describe("a wake-up", () => {
  // One more turn of the microtask queue each, so that one of them meets every moment of a look.
  it.each(Array.from({ length: 20 }, (_, turns) => ({ turns })))(
    "is heard $turns turns into a look that finds nothing",
    async ({ turns }) => {
      const rows: ClaimedRow[] = [];
      const ids: string[] = [];
      const loop = new LeaseLoop({
        rows: { ...rowsOf(claimedRow("0"), []), claim: async () => rows.splice(0) },
        clock: manualClock(), // stands still: nothing but the wake-up can start the next look
        providers: ["orders"],
        run: async ({ id }) => {
          ids.push(id);
          return { state: "done" };
        },
        settings: settings(() => {}),
        pollMs: 1000,
      });
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      rows.push(claimedRow("1"));
      loop.wake();
      await new Promise((resolve) => setImmediate(resolve));
      expect(ids).toEqual(["1"]);
      await loop.stop(0);
    },
  );
});

describe("providers", () => {
  it("are asked for in turn: those with the fewest running first, then those that were started longest ago", async () => {
    const asked: string[] = [];
    const endings: (() => void)[] = [];
    const responses = [claimedRow("1", "a"), claimedRow("2", "b"), claimedRow("3", "a")];
    const claim: LeaseRows["claim"] = async ({ providers }) => {
      asked.push(providers.join(" "));
      return responses.splice(0, 1);
    };
    const loop = new LeaseLoop({
      rows: { ...rowsOf(claimedRow("0"), []), claim },
      clock: manualClock(),
      providers: ["a", "b", "c"],
      run: () =>
        new Promise((resolve) => {
          endings.push(() => resolve({ state: "done" }));
        }),
      settings: { ...settings(() => {}), concurrency: 3 },
      pollMs: 1000,
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

describe("a lease", () => {
  it("is over for a process that was frozen past it, until it is renewed", async () => {
    const clock = manualClock();
    const startedAt = clock.now();
    const leased: (() => boolean)[] = [];
    let end: (() => void) | undefined;
    const loop = new LeaseLoop({
      rows: {
        ...rowsOf(claimedRow("1"), []),
        claim: async () => {
          if (leased.length > 0) return [];
          clock.advance(200); // before the first renewal
          return [claimedRow("1")];
        },
      },
      clock,
      providers: ["orders"],
      run: ({ isLeased }) => {
        leased.push(isLeased);
        return new Promise((resolve) => {
          end = () => resolve({ state: "done" });
        });
      },
      settings: { ...settings(() => {}), leaseMs: 1000 },
      pollMs: 100_000,
    });
    await expect.poll(() => leased.length).toBe(1);
    // What a frozen process sees as it wakes: the time is later, and no timer has run.
    const frozen = vi.spyOn(clock, "now").mockReturnValue(startedAt + 999);
    expect(leased[0]!()).toBe(true);
    frozen.mockReturnValue(startedAt + 1000);
    expect(leased[0]!()).toBe(false);
    frozen.mockRestore();
    clock.advance(200); // the first renewal, a third of the lease after the start
    await Promise.resolve();
    clock.advance(800);
    expect(leased[0]!()).toBe(true);
    end!();
    await loop.stop(0);
  });
});

function claimedRow(id: string, provider = "orders"): ClaimedRow {
  return { id, entry: { provider }, attempt: 1, attemptsSinceRevival: 1, isLast: false } as ClaimedRow;
}

/** A table that hands out one row. */
function rowsOf(row: ClaimedRow, recorded: AttemptRecord[]): LeaseRows {
  const rows = [row];
  return {
    claim: async () => rows.splice(0),
    renew: async (fences) => fences.map(() => true),
    record: async (batch) => {
      recorded.push(...batch);
      return batch.map(() => true);
    },
    nextDue: async () => undefined,
  };
}

function settings(onError: (error: unknown) => void): StoreSettings {
  return {
    attempts: 10,
    leaseMs: 1000,
    timeoutMs: 1000,
    windowMs: 1000,
    concurrency: 1,
    delaysMs: [10],
    onReplay: "hold",
    onError,
    onFailure: () => {},
  };
}
