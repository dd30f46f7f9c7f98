import type { WebhookEvent } from "@flaghook/core";
import { toStored } from "@flaghook/core/inbox";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRunAttempt } from "../../src/handling/run-attempt.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { order, orders } from "../../src/store-contract/deliveries.ts";
import type { Handler } from "../../src/handling/handler.ts";
import { createEntry } from "../../src/store/stored-entry.ts";
import { LeaseLostError, StoppingError, type AttemptResult } from "../../src/store/store.ts";
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
  const result = await attempt(handler);
  expect(result.state).toBe(state);
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
    added.mock.calls.map(([, listener]) => listener),
  );
});

describe("a handler that throws what a signal aborts with", () => {
  it.each([new StoppingError(), new LeaseLostError()])(
    "failed, unless its own signal aborted: $name",
    async (thrown) => {
      const result = await attempt(() => Promise.reject(thrown));
      expect(result).toEqual({ state: "retry", error: thrown.message });
    },
  );

  it("died of it at its last start", async () => {
    const result = await attempt(() => Promise.reject(new StoppingError()), { isLast: true });
    expect(result).toMatchObject({ state: "dead", reason: "attempts" });
  });

  it.each([
    { reason: new StoppingError(), state: "released" },
    { reason: new LeaseLostError(), state: "lost" },
  ])("was $state, whatever it throws, once its own signal aborted with it", async ({ reason, state }) => {
    const controller = new AbortController();
    const result = await attempt(
      () => {
        controller.abort(reason);
        throw new Error("gave up");
      },
      { signal: controller.signal },
    );
    expect(result).toEqual({ state });
  });
});

it('records "no message" for a throw that has no text', async () => {
  const bare: unknown = Object.create(null);
  expect(await attempt(() => Promise.reject(bare))).toEqual({ state: "retry", error: "no message" });
});

describe("a lease that ended before the handler was called", () => {
  it("keeps it from being called: the delivery may be another process's", async () => {
    const handler = vi.fn<() => void>();
    expect(await attempt(handler, { isLeased: false })).toEqual({ state: "lost" });
    expect(handler).not.toHaveBeenCalled();
  });

  it.each([
    { reason: new StoppingError(), state: "released" },
    { reason: new LeaseLostError(), state: "lost" },
  ])("is $state with an aborted signal, and the handler not called", async ({ reason, state }) => {
    const handler = vi.fn<() => void>();
    expect(await attempt(handler, { signal: AbortSignal.abort(reason) })).toEqual({ state });
    expect(handler).not.toHaveBeenCalled();
  });
});

/** One attempt at an order, with this handler. */
async function attempt(
  handler: Handler<WebhookEvent>,
  { isLast = false, isLeased = true, signal = new AbortController().signal } = {},
): Promise<AttemptResult> {
  const { verified, delivery } = order(1);
  const given = { scope: "", now: 0, mismatch: undefined, traceparent: undefined };
  const entry = await createEntry(toStored(verified, delivery), given);
  const run = createRunAttempt({
    registrations: new Map([["orders", { provider: orders, handler }]]),
    clock: systemClock,
    timeoutMs: 60_000,
    telemetry: silent,
  });
  return run({ id: "1", entry, attempt: 1, isLast, isLeased: () => isLeased }, signal);
}
