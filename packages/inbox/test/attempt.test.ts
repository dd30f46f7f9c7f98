import type { WebhookEvent } from "@flaghook/core";
import { toStored } from "@flaghook/core/stored";
import { afterEach, expect, it, vi } from "vitest";
import { createRun } from "../src/attempt.ts";
import { systemClock } from "../src/clock.ts";
import { order, orders } from "../src/contract/kit.ts";
import { toEntry } from "../src/entry.ts";
import type { Handler } from "../src/handler.ts";
import { silent } from "../src/telemetry.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it.each<{ name: string; handler: Handler<WebhookEvent>; state: string }>([
  { name: "returned", handler: () => {}, state: "done" },
  { name: "threw", handler: () => Promise.reject(new Error("no")), state: "retry" },
])("listens to no signal once the handler $name", async ({ handler, state }) => {
  const added = vi.spyOn(AbortSignal.prototype, "addEventListener");
  const removed = vi.spyOn(AbortSignal.prototype, "removeEventListener");
  const { verified, delivery } = order(1);
  const given = { scope: "", now: 0, isMismatch: false, traceparent: undefined };
  const entry = await toEntry(toStored(verified, delivery), given);
  const run = createRun({
    registrations: new Map([["orders", { provider: orders, handler }]]),
    clock: systemClock,
    timeout: 60_000,
    versions: { accepted: () => {}, isSuperseded: () => false },
    telemetry: silent,
  });
  const verdict = await run({ id: "1", entry, attempt: 1, isLast: false }, new AbortController().signal);
  expect(verdict.state).toBe(state);
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
    added.mock.calls.map(([, listener]) => listener),
  );
});
