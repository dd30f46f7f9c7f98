import { afterEach, describe, expect, it, vi } from "vitest";
import { gate, order, orders } from "../src/contract/kit.ts";
import { groupCommit } from "../src/group-commit.ts";
import { createInbox } from "../src/index.ts";
import { manualClock, memoryStore } from "../src/memory.ts";
import type { Outcome, Store } from "../src/store.ts";

const never = new Promise<never>(() => {});

afterEach(() => void vi.useRealTimers());

describe("accept, when the store hangs", () => {
  it.each([
    { name: "as long as it is told", options: { acceptTimeout: 500 }, milliseconds: 500 },
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
    expect(ends).toEqual([`the memory store did not answer within ${milliseconds} ms.`]);
  });

  it("rejects in time when it is the opening that hangs", async () => {
    const clock = manualClock();
    const inbox = createInbox({ store: { ...memoryStore({ clock }), open: () => never } });
    const { verified, delivery } = order(1);
    const accepted = inbox.accept(verified, delivery);
    clock.advance(8000);
    await expect(accepted).rejects.toThrow("did not answer within 8000 ms");
  });

  it("leaves no timer behind when the store answers", async () => {
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

  it.each([0, 1.5, -1, "8s"])("an acceptTimeout of %s is refused", (acceptTimeout) => {
    expect(() => createInbox({ store: memoryStore(), acceptTimeout: acceptTimeout as number })).toThrow(
      TypeError,
    );
  });
});

describe("the queue of what waits to be written", () => {
  it("refuses at once what is over its count, and takes more when it has room again", async () => {
    const writes: (() => void)[] = [];
    const commits = groupCommit<number, number>(
      (batch) => new Promise((resolve) => void writes.push(() => resolve(batch))),
      { items: 2, bytes: Infinity },
      () => 0,
      { items: 2, bytes: Infinity },
    );
    const first = [commits.add(1), commits.add(2)];
    await expect.poll(() => writes.length).toBe(1); // those two are being written
    const second = [commits.add(3), commits.add(4)];
    await expect(commits.add(5)).rejects.toThrow("the store does not keep up: 2 are waiting to be written.");
    writes[0]!();
    expect(await Promise.all(first)).toEqual([1, 2]);
    await expect.poll(() => writes.length).toBe(2);
    const third = commits.add(6);
    writes[1]!();
    expect(await Promise.all(second)).toEqual([3, 4]);
    await expect.poll(() => writes.length).toBe(3);
    writes[2]!();
    expect(await third).toBe(6);
  });

  it("refuses what is over its bytes, but never a single one", async () => {
    const commits = groupCommit<number, number>(
      () => never,
      { items: 1, bytes: Infinity },
      (size) => size,
      { items: 100, bytes: 10 },
    );
    void commits.add(11);
    await nextTurn();
    await nextTurn(); // being written, and so no longer waiting
    void commits.add(6);
    void commits.add(4);
    await expect(commits.add(1)).rejects.toThrow("2 are waiting");
  });
});

describe("stop, when the store hangs", () => {
  it.each([
    { name: "closing", fault: { close: () => never } },
    { name: "writing", fault: { commit: () => never } },
    { name: "its workers", fault: { work: async () => ({ stop: () => never }) } },
    { name: "starting its workers", fault: { work: () => never } },
  ])("rejects 5 seconds after its timeout: $name", async ({ fault }) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const inbox = createInbox({ store: { ...memoryStore({ clock: manualClock() }), ...fault } });
    inbox.handle(orders, () => {});
    void inbox.start();
    const { verified, delivery } = order(1);
    void inbox.accept(verified, delivery);
    await nextTurn();
    const ends: string[] = [];
    const stopped = inbox.stop({ timeout: 100 }).catch((error: Error) => void ends.push(error.message));
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
    const stopped = inbox.stop({ timeout: 60_000 });
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
        async commit(batch): Promise<readonly Outcome[]> {
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
