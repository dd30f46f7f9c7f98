import { describe, expect, it } from "vitest";
import { LeaseLoop, type LeaseRows } from "../src/lease-loop.ts";
import { manualClock } from "../src/memory.ts";
import type { RowClaim, Settlement } from "../src/rows.ts";
import type { Settings } from "../src/store.ts";

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
      rows: rowsOf(
        { id: "1", entry: { provider: "orders" }, attempt: 1, tries: 1, isLast } as RowClaim,
        settled,
      ),
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
