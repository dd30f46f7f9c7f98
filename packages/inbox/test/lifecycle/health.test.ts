import { expect, it } from "vitest";
import { createInbox } from "../../src/index.ts";
import { manualClock, memoryStore } from "../../src/memory.ts";
import { order } from "../../src/store-contract/deliveries.ts";
import type { Store } from "../../src/store/store.ts";

const nothing = { counts: undefined, oldestPendingMs: undefined, paused: [], isStarted: false };

it("says why the store is not open, and does not reject", async () => {
  const clock = manualClock();
  const own = memoryStore({ clock });
  let isAway = true;
  const store: Store = {
    ...own,
    open: async (settings) => {
      if (isAway) throw new Error("the disk is away.");
      await own.open(settings);
    },
  };
  const inbox = createInbox({ store, onError: () => {} });
  expect(await inbox.health()).toEqual({
    ...nothing,
    isOpen: false,
    reason: "the disk is away.",
    lastError: undefined,
  });
  const { verified, delivery } = order(1);
  await expect(inbox.accept(verified, delivery)).rejects.toThrow("away");
  const lastError = { message: "the disk is away.", at: new Date(clock.now()) };
  expect(await inbox.health()).toMatchObject({ isOpen: false, lastError });
  isAway = false;
  expect(await inbox.health()).toMatchObject({ isOpen: true, reason: undefined, lastError });
});

it("remembers the last fault that reached onError", async () => {
  const own = memoryStore({ clock: manualClock() });
  const store: Store = {
    ...own,
    async open(settings) {
      await own.open(settings);
      settings.onError(new Error("the engine went away for a moment."));
    },
  };
  const faults: unknown[] = [];
  const inbox = createInbox({ store, onError: (error) => faults.push(error) });
  const { isOpen, lastError } = await inbox.health();
  expect([isOpen, lastError?.message]).toEqual([true, "the engine went away for a moment."]);
  expect(faults).toHaveLength(1);
});

it("responds in time when the store does not", async () => {
  const clock = manualClock();
  const store: Store = { ...memoryStore({ clock }), counts: () => new Promise(() => {}) };
  const health = createInbox({ store, acceptTimeoutMs: 500 }).health();
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(500);
  expect(await health).toEqual({
    ...nothing,
    isOpen: false,
    reason: "the memory store did not respond within 500 ms.",
    lastError: undefined,
  });
});

it("says that it is stopping, and opens the store again afterwards", async () => {
  const own = memoryStore();
  let close!: () => void;
  const closing = new Promise<void>((resolve) => {
    close = resolve;
  });
  const inbox = createInbox({ store: { ...own, close: () => closing.then(() => own.close()) } });
  await inbox.counts();
  const stopped = inbox.stop();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await inbox.health()).toMatchObject({ isOpen: false, reason: "the inbox is stopping." });
  close();
  await stopped;
  expect(await inbox.health()).toMatchObject({ isOpen: true });
});
