import type { StoreSettings } from "@flaghook/inbox/store";
import { expect, it } from "vitest";
import { assertShortRun, heartbeatSeconds, jobId, stateOf } from "../../src/job/job.ts";

const HOURS_MS = 3_600_000;

const settingsOf = (leaseMs: number): StoreSettings =>
  ({ timeoutMs: 24 * HOURS_MS - 1000, leaseMs }) as StoreSettings;

it("refuses attempts that are longer than pg-boss lets a job run", () => {
  expect(() => assertShortRun(settingsOf(1000))).not.toThrow();
  expect(() => assertShortRun(settingsOf(1001))).toThrow(
    new TypeError(
      "timeoutMs and leaseMs are 86400001 ms together. pg-boss gives a job 86400000 ms (24 hours) at most.",
    ),
  );
});

it.each([
  { leaseMs: 100, seconds: 10 },
  { leaseMs: 10_000, seconds: 10 },
  { leaseMs: 10_001, seconds: 11 },
  { leaseMs: 30_000, seconds: 30 },
])("leases for $seconds s where $leaseMs ms are asked for", ({ leaseMs, seconds }) => {
  expect(heartbeatSeconds(settingsOf(leaseMs))).toBe(seconds);
});

it("makes one UUID of version 8 of each slot", () => {
  const slot = "0123456789abcdef".repeat(4);
  expect(jobId(slot)).toBe("01234567-89ab-8def-8123-456789abcdef");
  expect(jobId(slot.replace("0", "1"))).not.toBe(jobId(slot));
});

it.each([
  ["created", "pending"],
  ["retry", "pending"],
  ["active", "running"],
  ["completed", "done"],
  ["failed", "dead"],
  ["cancelled", "dead"],
] as const)("calls a job that is %s %s", (state, ours) => {
  expect(stateOf({ state })).toBe(ours);
});
