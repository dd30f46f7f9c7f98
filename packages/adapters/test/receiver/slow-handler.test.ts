import { describe, expect, it, vi } from "vitest";
import type { WebhookOptions } from "../../src/index.ts";
import { deliver, PING, SECRET, type AcmeEvent } from "../support/acme.ts";
import { deferred } from "../support/deferred.ts";
import { receiverWith } from "../support/receiver-with.ts";

/** A timer that fires when the test says so. */
function manualTimer(): {
  timer: NonNullable<WebhookOptions<AcmeEvent>["timer"]>;
  delays: number[];
  fire: () => void;
  pending: () => number;
} {
  const callbacks = new Set<() => void>();
  const delays: number[] = [];
  return {
    delays,
    timer(callback, delayMs) {
      delays.push(delayMs);
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    fire: () => callbacks.forEach((callback) => callback()),
    pending: () => callbacks.size,
  };
}

describe("slow handlers", () => {
  it("reports a handler that is still running, once, and responds when it ends", async () => {
    const { timer, delays, fire, pending } = manualTimer();
    const started = deferred();
    const finished = deferred();
    const { receive, errors, contexts } = receiverWith({
      timer,
      onEvent: () => {
        started.resolve();
        return finished.promise;
      },
    });
    const responded = receive(deliver(PING));
    await started.promise;
    fire();
    expect(errors).toMatchObject([{ name: "ReceiverError", code: "slow-handler", provider: "acme" }]);
    expect(contexts).toMatchObject([{ stage: "handle", event: { type: "ping" } }]);
    finished.resolve();
    expect(await responded).toMatchObject({ status: 200 });
    expect(delays).toEqual([8000]);
    expect(pending()).toBe(0);
  });

  it("stops watching after a refusal and after a failure", async () => {
    const { timer, delays, pending } = manualTimer();
    const { receive } = receiverWith({
      timer,
      slowHandlerMs: 50,
      onEvent: () => Promise.reject(new Error("x")),
    });
    const later = receiverWith({ timer, slowHandlerMs: 50, secret: async () => SECRET });
    await receive(deliver(PING));
    await later.receive(deliver(PING, "wrong"));
    expect(delays).toEqual([50, 50]);
    expect(pending()).toBe(0);
  });

  it("keeps no process alive for its report", async () => {
    const start = vi.spyOn(globalThis, "setTimeout");
    try {
      await receiverWith({ onEvent: async () => {} }).receive(deliver(PING));
      const timers = start.mock.results.map(({ value }) => value as NodeJS.Timeout);
      expect(timers.map((timer) => timer.hasRef())).toEqual([false]);
    } finally {
      start.mockRestore();
    }
  });

  it("watches nothing that is done at once", async () => {
    const { timer, delays } = manualTimer();
    await receiverWith({ timer, onEvent: () => undefined }).receive(deliver(PING));
    expect(delays).toEqual([]);
  });

  it("does not watch when the limit is Infinity", async () => {
    const { timer, delays } = manualTimer();
    await receiverWith({ timer, slowHandlerMs: Infinity, onEvent: async () => {} }).receive(deliver(PING));
    expect(delays).toEqual([]);
  });
});
