import { afterEach, describe, expect, it, vi } from "vitest";
import { deliver, invoice, order, orders } from "../../src/store-contract/deliveries.ts";
import { gate } from "../../src/store-contract/harness.ts";
import { createInbox } from "../../src/index.ts";
import { manualClock, memoryStore } from "../../src/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { createInFlight } from "../../src/lifecycle/in-flight.ts";

const never = new Promise<never>(() => {});

afterEach(() => void vi.useRealTimers());

describe("accept, when the store hangs", () => {
  it.each([
    { name: "as long as its option says", options: { acceptTimeoutMs: 500 }, milliseconds: 500 },
    { name: "8 seconds unless told otherwise", options: {}, milliseconds: 8000 },
  ])("waits $name, and then rejects", async ({ options, milliseconds }) => {
    const clock = manualClock();
    const calls: unknown[] = [];
    const commit: Store["commit"] = (batch) => (calls.push(batch), never);
    const inbox = createInbox({ store: { ...memoryStore({ clock }), commit }, ...options });
    const ends: string[] = [];
    const { verified, delivery } = order(1);
    const accepted = inbox.accept(verified, delivery).catch((error: Error) => void ends.push(error.message));
    await expect.poll(() => calls.length).toBe(1);
    clock.advance(milliseconds - 1);
    await nextTurn();
    expect(ends).toEqual([]);
    clock.advance(1);
    await accepted;
    expect(ends).toEqual([`the memory store did not respond within ${milliseconds} ms.`]);
  });

  it("holds up no other provider than the one whose batch hangs", async () => {
    const store = memoryStore();
    const commit: Store["commit"] = (batch) =>
      batch.some(({ provider }) => provider === "orders") ? never : store.commit(batch);
    const inbox = createInbox({ store: { ...store, commit } });
    const ends: string[] = [];
    for (let number = 0; number < 300; number++) {
      const { verified, delivery } = order(number);
      inbox.accept(verified, delivery).then(
        () => ends.push("stored"),
        () => ends.push("refused"),
      );
    }
    const { verified, delivery } = invoice(1, "a");
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
    expect(ends).toEqual([]);
  });

  it("rejects in time when it is the opening that hangs", async () => {
    const clock = manualClock();
    const inbox = createInbox({ store: { ...memoryStore({ clock }), open: () => never } });
    const { verified, delivery } = order(1);
    const accepted = inbox.accept(verified, delivery);
    clock.advance(8000);
    await expect(accepted).rejects.toThrow("did not respond within 8000 ms");
  });

  it("leaves no timer behind when the store responds", async () => {
    const cancelled: number[] = [];
    const own = memoryStore();
    const clock = {
      now: () => 0,
      after: (milliseconds: number) => () => void cancelled.push(milliseconds),
    };
    const { verified, delivery } = order(1);
    expect(await createInbox({ store: { ...own, clock } }).accept(verified, delivery)).toBe("accepted");
    expect(cancelled).toEqual([8000]);
  });

  it.each([0, 1.5, -1, "8s"])("an acceptTimeoutMs of %s is refused", (acceptTimeoutMs) => {
    expect(() => createInbox({ store: memoryStore(), acceptTimeoutMs: acceptTimeoutMs as number })).toThrow(
      TypeError,
    );
  });
});

describe("what waits for a store that hangs", () => {
  it.each([
    { name: "opening", fault: { open: () => never } },
    { name: "writing", fault: { commit: () => never } },
  ])("is bounded in bytes, as the sender sent them: $name", async ({ fault }) => {
    const clock = manualClock();
    const inbox = createInbox({ store: { ...memoryStore({ clock }), ...fault } });
    // Compresses to nearly nothing. What a caller holds meanwhile does not.
    const filler = "x".repeat(2 ** 20);
    const { verified, delivery } = deliver(orders, { type: "created", number: 1, filler });
    const bytes = (delivery.body as Uint8Array).byteLength;
    const most = Math.floor((128 * 2 ** 20) / bytes);
    const ends: string[] = [];
    const accepts = Array.from({ length: 200 }, () =>
      inbox.accept(verified, delivery).catch((error: Error) => void ends.push(error.message)),
    );
    await nextTurn();
    const refused = `the memory store does not keep up: ${most} deliveries are waiting for it.`;
    expect(ends).toEqual(Array<string>(200 - most).fill(refused));
    clock.advance(8000);
    await Promise.all(accepts);
    const late = "the memory store did not respond within 8000 ms.";
    expect(ends.slice(200 - most)).toEqual(Array<string>(most).fill(late));
    // The store may take them still: they hold their place.
    await expect(inbox.accept(verified, delivery)).rejects.toThrow(refused);
  });

  it("is bounded at 10 000 deliveries", async () => {
    const clock = manualClock();
    const inbox = createInbox({ store: { ...memoryStore({ clock }), open: () => never } });
    const { verified, delivery } = order(1);
    const waiting = Array.from({ length: 10_000 }, () => inbox.accept(verified, delivery).catch(String));
    const message = "the memory store does not keep up: 10000 deliveries are waiting for it.";
    await expect(inbox.accept(verified, delivery)).rejects.toThrow(new Error(message));
    clock.advance(8000);
    const late = "Error: the memory store did not respond within 8000 ms.";
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([late]));
  });

  it("is bounded in number, and there is room again for as many as the store has taken", async () => {
    const writes: (() => void)[] = [];
    const inFlight = createInFlight("memory", { items: 2, bytes: Infinity });
    const write = (): Promise<void> => new Promise((resolve) => void writes.push(resolve));
    const both = [inFlight.begin(1, write), inFlight.begin(1, write)];
    expect(inFlight.refusal(1)).toEqual(
      new Error("the memory store does not keep up: 2 deliveries are waiting for it."),
    );
    writes[0]!();
    await both[0];
    expect(inFlight.refusal(1)).toBeUndefined();
    writes[1]!();
    await inFlight.ended();
  });

  it("has room for a single one, however large it is", async () => {
    const inFlight = createInFlight("memory", { items: 2, bytes: 10 });
    expect(inFlight.refusal(11)).toBeUndefined();
    const fault = new Error("disk full");
    await expect(inFlight.begin(11, () => Promise.reject(fault))).rejects.toBe(fault);
    void inFlight.begin(6, () => never);
    expect(inFlight.refusal(4)).toBeUndefined();
    expect(inFlight.refusal(5)).toBeInstanceOf(Error);
  });
});

describe("stop, when the store hangs", () => {
  it.each([
    { name: "closing", fault: { close: () => never } },
    { name: "writing", fault: { commit: () => never } },
    { name: "its workers", fault: { startWorkers: async () => ({ stop: () => never }) } },
    { name: "starting its workers", fault: { startWorkers: () => never } },
  ])("rejects 5 seconds after its timeout: $name", async ({ fault }) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const inbox = createInbox({ store: { ...memoryStore({ clock: manualClock() }), ...fault } });
    inbox.handle(orders, () => {});
    void inbox.start();
    const { verified, delivery } = order(1);
    void inbox.accept(verified, delivery);
    await nextTurn();
    const ends: string[] = [];
    const stopped = inbox.stop({ timeoutMs: 100 }).catch((error: Error) => void ends.push(error.message));
    await vi.advanceTimersByTimeAsync(5099);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(ends).toEqual(["the memory store did not let go within 5100 ms."]);
  });
});

describe("calls while the inbox is stopping", () => {
  it("what arrives while handlers drain is stored: not every provider sends again", async () => {
    const own = memoryStore();
    const inbox = createInbox({ store: own });
    const busy = gate();
    inbox.handle(orders, busy.handler);
    await inbox.start();
    const [first, second] = [order(1), order(2)];
    await inbox.accept(first.verified, first.delivery);
    await expect.poll(() => busy.isEntered()).toBe(true);
    const stopped = inbox.stop({ timeoutMs: 60_000 });
    expect(await inbox.accept(second.verified, second.delivery)).toBe("accepted");
    busy.open();
    await stopped;
    expect(await inbox.counts()).toMatchObject({ done: 1, pending: 1 });
    await inbox.stop();
  });

  it("are refused, and after it they open the store again", async () => {
    const own = memoryStore();
    const closing = gate();
    const close = (): Promise<void> =>
      Promise.resolve(closing.handler({} as never, {} as never)) as Promise<void>;
    const inbox = createInbox({ store: { ...own, close } });
    inbox.handle(orders, () => {});
    await inbox.start();
    const stopped = inbox.stop();
    await expect.poll(() => closing.isEntered()).toBe(true);
    const { verified, delivery } = order(1);
    await expect(inbox.accept(verified, delivery)).rejects.toThrow("the inbox is stopping.");
    await expect(inbox.start()).rejects.toThrow("the inbox is stopping.");
    closing.open();
    await stopped;
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
    await inbox.start();
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    await inbox.stop();
  });

  it("an accept that came before is stored before the store is closed", async () => {
    const own = memoryStore();
    const events: string[] = [];
    const inbox = createInbox({
      store: {
        ...own,
        async commit(batch): ReturnType<Store["commit"]> {
          events.push("commit");
          return own.commit(batch);
        },
        async close() {
          events.push("close");
        },
      },
    });
    const { verified, delivery } = order(1);
    const accepted = inbox.accept(verified, delivery);
    await inbox.stop();
    expect(await accepted).toBe("accepted");
    expect(events).toEqual(["commit", "close"]);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
