import { assert, asyncProperty, integer } from "fast-check";
import { expect, it } from "vitest";
import { type StoreSettings, createEntry } from "@flaghook/inbox/store";
import { createLeasedJobs } from "../../src/worker/leased-jobs.ts";
import type { Engine } from "../../src/job/engine.ts";
import { toJob } from "../../src/job/job.ts";

const settings = {
  attempts: 10,
  timeoutMs: 1000,
  leaseMs: 10_000,
  delaysMs: [1.5, 3],
} as unknown as StoreSettings;

it("a job brings no waits of pg-boss's own: they are whole seconds, and could be longer than the window", async () => {
  const stored = { provider: "orders", dedupe: {}, dedupeKey: "", body: new Uint8Array() } as never;
  const entry = await createEntry(stored, { scope: "", now: 0, mismatch: undefined, traceparent: undefined });
  expect(toJob("id", entry, settings)).toMatchObject({ retryDelay: 0, retryBackoff: false });
});

it("a failed job starts again when the inbox says, to the millisecond", async () => {
  await assert(
    asyncProperty(integer({ min: 0, max: 1e9 }), integer({ min: -10, max: 1e9 }), async (now, wait) => {
      const updates: { readonly startAfter: number }[] = [];
      const rows = createLeasedJobs(engineOf((options) => updates.push(options)));
      const failed = { provider: "orders", id: "orders:1", attempt: 1, due: now + wait };
      await rows.record([{ ...failed, result: { state: "retry", error: "broken" } }], now);
      expect(updates.map(({ startAfter }) => Math.round(startAfter * 1000))).toEqual([Math.max(0, wait)]);
    }),
  );
});

/** An engine whose calls all succeed. */
function engineOf(onUpdate: (options: { readonly startAfter: number }) => void): Engine {
  const transaction = { db: {}, commit: async () => {}, rollback: async () => {} };
  const boss = {
    getDb: () => ({ beginTransaction: async () => transaction }),
    fail: async () => ({ affected: 1 }),
    update: async (_name: string, _data: unknown, options: { readonly startAfter: number }) =>
      onUpdate(options),
  };
  return { boss, settings } as unknown as Engine;
}
