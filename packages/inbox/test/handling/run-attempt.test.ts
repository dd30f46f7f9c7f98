import type { WebhookEvent } from "@flaghook/core";
import { toStored } from "@flaghook/core/inbox";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRun } from "../../src/handling/run-attempt.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { order, orders } from "../../src/store-contract/deliveries.ts";
import { toEntry } from "../../src/store/stored-entry.ts";
import type { Handler } from "../../src/handling/handler.ts";
import { LeaseLost, Stopping, type Verdict } from "../../src/store/store.ts";
import { silent } from "../../src/handling/telemetry.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it.each<{ name: string; handler: Handler<WebhookEvent>; state: string }>([
  { name: "returned", handler: () => {}, state: "done" },
  { name: "threw", handler: () => Promise.reject(new Error("no")), state: "retry" },
])("listens to no signal once the handler $name", async ({ handler, state }) => {
  const added = vi.spyOn(AbortSignal.prototype, "addEventListener");
  const removed = vi.spyOn(AbortSignal.prototype, "removeEventListener");
  const verdict = await attempt(handler);
  expect(verdict.state).toBe(state);
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
    added.mock.calls.map(([, listener]) => listener),
  );
});

describe("a handler that throws what a signal aborts with", () => {
  it.each([new Stopping(), new LeaseLost()])(
    "failed, if it was not told so itself: $name",
    async (thrown) => {
      const verdict = await attempt(() => Promise.reject(thrown));
      expect(verdict).toEqual({ state: "retry", error: thrown.message });
    },
  );

  it("died of it at its last start", async () => {
    const verdict = await attempt(() => Promise.reject(new Stopping()), { isLast: true });
    expect(verdict).toMatchObject({ state: "dead", reason: "attempts" });
  });

  it.each([
    { reason: new Stopping(), state: "released" },
    { reason: new LeaseLost(), state: "lost" },
  ])("was $state, whatever it throws, once its own signal aborted with it", async ({ reason, state }) => {
    const controller = new AbortController();
    const verdict = await attempt(
      () => {
        controller.abort(reason);
        throw new Error("gave up");
      },
      { signal: controller.signal },
    );
    expect(verdict).toEqual({ state });
  });
});

it("says of a throw that has no text that it has none", async () => {
  const bare: unknown = Object.create(null);
  expect(await attempt(() => Promise.reject(bare))).toEqual({ state: "retry", error: "no message" });
});

/** One attempt at an order, with this handler. */
async function attempt(
  handler: Handler<WebhookEvent>,
  { isLast = false, signal = new AbortController().signal } = {},
): Promise<Verdict> {
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
  return run({ id: "1", entry, attempt: 1, isLast }, signal);
}
