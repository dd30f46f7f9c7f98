import { WebhookError } from "@flaghook/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { deliver, order, orders, users } from "../../src/store-contract/deliveries.ts";
import { gate, recorder } from "../../src/store-contract/harness.ts";
import { createInbox, type Inbox, type InboxOptions } from "../../src/index.ts";
import { turnOfEventLoop } from "../../src/runtime/group-commit.ts";
import { manualClock, memoryStore } from "../../src/memory.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import type { Store } from "../../src/store/store.ts";

const FAKED = [
  ...(["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const),
  ...(["setImmediate", "clearImmediate", "queueMicrotask", "performance", "hrtime"] as const),
] as const;

describe("options", () => {
  it.each([
    { name: "no store", options: {} },
    { name: "a store that is none", options: { store: { path: "x" } } },
    { name: "an unknown option", options: { store: memoryStore(), retries: 3 } },
    { name: "no attempts", options: { store: memoryStore(), attempts: 0 } },
    { name: "too many attempts", options: { store: memoryStore(), attempts: 1001 } },
    { name: "half an attempt", options: { store: memoryStore(), attempts: 1.5 } },
    { name: "a negative window", options: { store: memoryStore(), windowMs: -1 } },
    { name: "a lease too short to renew", options: { store: memoryStore(), leaseMs: 99 } },
    { name: "a timeout in words", options: { store: memoryStore(), timeoutMs: "30s" } },
    { name: "too many handlers at a time", options: { store: memoryStore(), concurrency: 1001 } },
    { name: "another onReplay", options: { store: memoryStore(), onReplay: "drop" } },
    { name: "a negative backoff", options: { store: memoryStore(), backoff: { delayMs: -1 } } },
    ...[5, "x", [], null, { dealy: 5 }, { delayMs: "1s" }, { maxMs: 0 }].map((backoff) => ({
      name: `the backoff ${JSON.stringify(backoff)}`,
      options: { store: memoryStore(), backoff },
    })),
    { name: "an onError that is no function", options: { store: memoryStore(), onError: 3 } },
    { name: "an onFailure that is no function", options: { store: memoryStore(), onFailure: "log" } },
    { name: "a telemetry in words", options: { store: memoryStore(), telemetry: "off" } },
  ])("refuses $name", ({ options }) => {
    expect(() => createInbox(options as unknown as InboxOptions)).toThrow(TypeError);
  });

  it("of its methods are refused when nobody reads them: a misspelt scope would mix tenants", async () => {
    const inbox = createInbox({ store: memoryStore() });
    const { verified, delivery } = order(1);
    await expect(inbox.accept(verified, delivery, { scop: "acme" } as never)).rejects.toThrow(
      'accept: unknown option "scop". Known: scope, tx.',
    );
    await expect(inbox.purge({ olderThan: 0, before: 1 } as never)).rejects.toThrow(
      'purge: unknown option "before". Known: olderThan.',
    );
    await expect(inbox.stop({ timeout: 5 } as never)).rejects.toThrow(
      'stop: unknown option "timeout". Known: timeoutMs.',
    );
    expect(await inbox.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 0 });
  });

  it("have the defaults that the README names", async () => {
    const own = memoryStore();
    const opened: unknown[] = [];
    const open: Store["open"] = (settings) => (opened.push(settings), own.open(settings));
    await createInbox({ store: { ...own, open } }).counts();
    expect(opened).toEqual([
      {
        windowMs: 604_800_000,
        attempts: 10,
        leaseMs: 30_000,
        timeoutMs: 900_000,
        concurrency: 10,
        delaysMs: [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000],
        onReplay: "hold",
        onError: expect.any(Function),
        onFailure: expect.any(Function),
      },
    ]);
  });
});

describe("options of stores", () => {
  it.each([5, "x", [], null, { clok: 1 }, { sharedWith: {} }, { sharedWith: null }, { max: 1 }])(
    "memoryStore refuses %o",
    (options) => {
      expect(() => memoryStore(options as never)).toThrow(TypeError);
    },
  );

  it.each([
    undefined,
    "inbox.db",
    {},
    { path: "" },
    { path: ":memory:" },
    { path: "inbox.db", ssl: true },
    { path: "inbox.db", pollMs: 0 },
    { file: "inbox.db" },
  ])("sqliteStore refuses %o", (options) => {
    expect(() => sqliteStore(options as never)).toThrow(TypeError);
  });

  const noClock = "clock must have now() and after(milliseconds, callback), as manualClock() has.";
  const noTime = "clock.now() must give milliseconds since 1970, as Date.now() does.";
  const broken: { name: string; clock: unknown; message: string }[] = [
    { name: "null", clock: null, message: noClock },
    { name: "a function", clock: () => 0, message: noClock },
    { name: "a number", clock: 5, message: noClock },
    { name: "Date", clock: Date, message: noClock },
    { name: "one without timers", clock: { now: () => 0 }, message: noClock },
    { name: "one whose time is a number", clock: { now: 0, after() {} }, message: noClock },
    ...[-1, NaN, Infinity, 5n, "5", undefined, new Date(0)].map((time) => ({
      name: `one at ${typeof time} ${String(time)}`,
      clock: { now: () => time, after() {} },
      message: noTime,
    })),
  ];
  it.each(broken)("refuse the clock $name", ({ clock, message }) => {
    expect(() => memoryStore({ clock } as never)).toThrow(new TypeError(message));
    expect(() => sqliteStore({ path: "inbox.db", clock } as never)).toThrow(new TypeError(message));
  });
});

describe("a manual clock", () => {
  it.each([null, 5, "2026-01-01", new Date(NaN), new Date(-1)])("does not start at %s", (start) => {
    expect(() => manualClock(start as never)).toThrow(
      new TypeError("manualClock starts at a Date of 1970 or later."),
    );
  });

  it.each([-1, NaN, Infinity, "5", undefined])("does not advance by %s, and stays where it is", (step) => {
    const clock = manualClock(new Date(7));
    expect(() => clock.advance(step as never)).toThrow(
      new TypeError("advance takes milliseconds, and time goes forward."),
    );
    expect(clock.now()).toBe(7);
  });
});

describe("start during next build", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("is refused, with the place where it belongs, and is none to accept", async () => {
    vi.stubEnv("NEXT_PHASE", "phase-production-build");
    const inbox = createInbox({ store: memoryStore() });
    inbox.handle(orders, () => {});
    await expect(inbox.start()).rejects.toThrow(/during next build.*instrumentation\.ts/);
    vi.stubEnv("NEXT_PHASE", "phase-production-server");
    await expect(inbox.start()).resolves.toBeUndefined();
    await inbox.stop();
  });
});

describe("fake timers", () => {
  afterEach(() => void vi.useRealTimers());

  it("keep no delivery of the memory store from being accepted and handled", async () => {
    // Everything that Jest fakes, too.
    vi.useFakeTimers({ toFake: [...FAKED] });
    const inbox = createInbox({ store: memoryStore(), telemetry: false });
    const handled: unknown[] = [];
    inbox.handle(orders, (event) => handled.push(event.id));
    await inbox.start();
    const large = { type: "dispatched", text: "x".repeat(10_000) };
    for (const { verified, delivery } of [order(1, "a"), deliver(orders, large, { "x-delivery": "b" })]) {
      expect(await inbox.accept(verified, delivery)).toBe("accepted");
    }
    while (handled.length < 2) await turnOfEventLoop(); // inflating takes as long as it takes
    expect(handled).toEqual(["a", "b"]);
    await inbox.stop();
  });
});

describe("one store", () => {
  it("is refused to a second inbox, after the first one's stop too: that may open it again", async () => {
    const store = memoryStore();
    const first = createInbox({ store });
    const message = "the memory store has an inbox already: each inbox needs a store of its own.";
    expect(() => createInbox({ store })).toThrow(new TypeError(message));
    await first.stop();
    expect(() => createInbox({ store })).toThrow(new TypeError(message));
  });

  it("is free still when the options were refused, and so is another one over the same deliveries", () => {
    const store = memoryStore();
    expect(() => createInbox({ store, attempts: 0 })).toThrow("attempts");
    expect(() => createInbox({ store })).not.toThrow();
    expect(() => createInbox({ store: memoryStore({ sharedWith: store }) })).not.toThrow();
  });
});

describe("handle, start and stop", () => {
  it("refuses a second handler of one provider", () => {
    const inbox = createInbox({ store: memoryStore() });
    inbox.handle(orders, () => {});
    expect(() => inbox.handle(orders, () => {})).toThrow(TypeError);
    expect(() => inbox.handle(users, () => {})).not.toThrow();
  });

  it("refuses a handler after start, and what is no provider or no handler", async () => {
    const inbox = createInbox({ store: memoryStore() });
    expect(() => inbox.handle({} as never, () => {})).toThrow(TypeError);
    expect(() => inbox.handle(orders, "no" as never)).toThrow(TypeError);
    inbox.handle(orders, () => {});
    await inbox.start();
    expect(() => inbox.handle(users, () => {})).toThrow(TypeError);
    await inbox.stop();
  });

  it.each([
    null,
    5,
    { max: 1 },
    { concurrency: 0 },
    { concurrency: 1001 },
    { perSecond: 0 },
    { perSecond: "2" },
    { perSecond: Number.NaN },
    { perSecond: Infinity },
  ])("refuses the limits %o", (limits) => {
    const inbox = createInbox({ store: memoryStore() });
    expect(() => inbox.handle(orders, () => {}, limits as never)).toThrow(TypeError);
    expect(() => inbox.handle(orders, () => {}, { concurrency: 1, perSecond: 0.5 })).not.toThrow();
  });

  it.each([undefined, null, "", {}, 3])("refuses to pause or resume %o", async (provider) => {
    const inbox = createInbox({ store: memoryStore() });
    await expect(inbox.pause(provider as never)).rejects.toThrow(TypeError);
    await expect(inbox.resume(provider as never)).rejects.toThrow(TypeError);
  });

  it("refuses to start without a handler", async () => {
    await expect(createInbox({ store: memoryStore() }).start()).rejects.toThrow(TypeError);
  });

  it("starts once however often it is called, and stops twice without harm", async () => {
    const { handler, handled } = recorder();
    const inbox = createInbox({ store: memoryStore() });
    inbox.handle(orders, handler);
    await Promise.all([inbox.start(), inbox.start()]);
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    await inbox.stop();
    await inbox.stop();
    expect(handled.length).toBe(1);
    expect((await inbox.counts()).done).toBe(1);
  });

  it("refuses a stop with a bad timeoutMs", async () => {
    await expect(createInbox({ store: memoryStore() }).stop({ timeoutMs: -1 })).rejects.toThrow(TypeError);
  });

  it("runs no more handlers at a time than it may", async () => {
    const waiting = [gate(), gate(), gate()];
    const inbox = createInbox({ store: memoryStore(), concurrency: 2 });
    const { handler, handled } = recorder(({ event, context }) =>
      waiting[(event.payload as { number: number }).number]!.handler(event, context),
    );
    inbox.handle(orders, handler);
    for (const number of [0, 1, 2]) {
      const { verified, delivery } = order(number);
      await inbox.accept(verified, delivery);
    }
    await inbox.start();
    await expect.poll(async () => await inbox.counts()).toEqual({ pending: 1, running: 2, done: 0, dead: 0 });
    for (const one of waiting) one.open();
    await expect.poll(async () => (await inbox.counts()).done).toBe(3);
    expect(handled.length).toBe(3);
    await inbox.stop();
  });
});

describe("accept", () => {
  it("refuses an object that verify did not return", async () => {
    const { delivery } = order(1);
    const inbox = createInbox({ store: memoryStore() });
    await expect(inbox.accept({ provider: "orders", dedupe: {} } as never, delivery)).rejects.toThrow(
      TypeError,
    );
    const other = new WebhookError("signature-mismatch", "orders", "no.");
    await expect(inbox.accept(other, delivery)).rejects.toThrow(TypeError);
    expect(await inbox.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 0 });
  });

  it("refuses a scope that is no string", async () => {
    const { verified, delivery } = order(1);
    const inbox = createInbox({ store: memoryStore() });
    await expect(inbox.accept(verified, delivery, { scope: 3 as never })).rejects.toThrow(TypeError);
  });

  it("keeps the bytes as they were, whatever the caller does to its buffer", async () => {
    const { verified, delivery } = order(1);
    const { handler, handled } = recorder();
    const inbox = createInbox({ store: memoryStore() });
    inbox.handle(orders, handler);
    const accepted = inbox.accept(verified, delivery);
    await accepted;
    (delivery.body as Uint8Array).fill(0);
    await inbox.start();
    await expect.poll(async () => (await inbox.counts()).done).toBe(1);
    expect(handled[0]?.event.payload).toEqual({ type: "created", number: 1 });
    await inbox.stop();
  });

  it("gives nothing before the batch is written, neither the first nor its duplicate", async () => {
    const { store, writes } = slowStore();
    const { verified, delivery } = order(1);
    const inbox = createInbox({ store });
    const acknowledged: string[] = [];
    const both = [inbox.accept(verified, delivery), inbox.accept(verified, delivery)].map((one) =>
      one.then((acceptance) => acknowledged.push(acceptance)),
    );
    await expect.poll(() => writes.length).toBe(1);
    expect(acknowledged).toEqual([]);
    writes[0]!.write();
    await Promise.all(both);
    expect(acknowledged).toEqual(["accepted", "duplicate"]);
  });

  it("writes together what arrives during a write", async () => {
    const { store, writes } = slowStore();
    const inbox = createInbox({ store });
    const accepts = Array.from({ length: 65 }, (_, number) => {
      const { verified, delivery } = order(number);
      return inbox.accept(verified, delivery);
    });
    await expect.poll(() => writes.length).toBe(1);
    writes[0]!.write();
    await expect.poll(() => writes.length).toBeGreaterThanOrEqual(1);
    for (let index = 1; index < 65; index++) writes[index]?.write();
    await expect.poll(() => writes.every((one) => one.isWritten)).toBe(true);
    await Promise.all(accepts);
    expect(writes.length).toBeLessThanOrEqual(2);
  });

  it("rejects when the store cannot write, and not with a response that blames the sender", async () => {
    const fault = new Error("disk full");
    const store: Store = { ...memoryStore(), commit: () => Promise.reject(fault) };
    const { verified, delivery } = order(1);
    const error: unknown = await createInbox({ store })
      .accept(verified, delivery)
      .catch((caught: unknown) => caught);
    expect(error).toBe(fault);
    expect(WebhookError.is(error)).toBe(false);
  });

  it("opens the store again after it could not be opened", async () => {
    const own = memoryStore();
    let isAway = true;
    const store: Store = {
      ...own,
      open: (settings) => (isAway ? Promise.reject(new Error("away")) : own.open(settings)),
    };
    const { verified, delivery } = order(1);
    const inbox = createInbox({ store });
    await expect(inbox.accept(verified, delivery)).rejects.toThrow("away");
    isAway = false;
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
  });
});

describe("a provider that nobody handles here", () => {
  it("reaches onError once, from a started inbox: another process may have to be started", async () => {
    const faults: unknown[] = [];
    const inbox = createInbox({ store: memoryStore(), onError: (error) => faults.push(error) });
    inbox.handle(users, () => {});
    await inbox.start();
    for (const number of [1, 2]) {
      const { verified, delivery } = order(number);
      expect(await inbox.accept(verified, delivery)).toBe("accepted");
    }
    const joined = deliver(users, { type: "joined", id: "u1" });
    await inbox.accept(joined.verified, joined.delivery);
    const message =
      "this process has no handler for orders: its deliveries stay pending until a process that has one handles them.";
    expect(faults).toEqual([new Error(message)]);
    await expect.poll(async () => await inbox.counts()).toMatchObject({ pending: 2, done: 1 });
    await inbox.stop();
  });

  it("does not reach onError from an inbox that only accepts", async () => {
    const faults: unknown[] = [];
    const inbox = createInbox({ store: memoryStore(), onError: (error) => faults.push(error) });
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    expect(faults).toEqual([]);
  });
});

describe("a handler that nobody starts", () => {
  it("reaches onError once, with what to do", async () => {
    const message =
      "orders has a handler, and start() was not called: what is accepted stays pending. Call inbox.start() in a process that lives on; where another one does, name the handlers there alone.";
    expect(await faultsOfIdle()).toEqual([new Error(message)]);
  });

  it("does not reach onError once it was started, also after a stop", async () => {
    expect(await faultsOfIdle(startAndStop)).toEqual([]);
  });
});

describe("what does not fit", () => {
  it("is refused: an id of another kind", async () => {
    const inbox = createInbox({ store: memoryStore() });
    await expect(inbox.get(1 as never)).rejects.toThrow(TypeError);
    await expect(inbox.delete(undefined as never)).rejects.toThrow(TypeError);
  });
});

describe("list and purge", () => {
  it.each([
    { name: "another state", query: { state: "waiting" } },
    { name: "a page of nothing", query: { state: "dead", limit: 0 } },
    { name: "a page of everything", query: { state: "dead", limit: 1001 } },
    { name: "a filter that nobody knows", query: { state: "dead", tenant: "acme" } },
    { name: "another reason", query: { state: "dead", reason: "failed" } },
    { name: "a provider that is no id", query: { state: "dead", provider: orders } },
    { name: "a time in words", query: { state: "dead", since: "yesterday" } },
  ])("list refuses $name", async ({ query }) => {
    await expect(createInbox({ store: memoryStore() }).list(query as never)).rejects.toThrow(TypeError);
  });

  it.each([{ reason: "failed" }, { state: "dead" }, { since: new Date("nonsense") }, null, 3])(
    "retry refuses %o",
    async (query) => {
      await expect(createInbox({ store: memoryStore() }).retry(query as never)).rejects.toThrow(TypeError);
    },
  );

  it("purge refuses what is neither a time nor an age", async () => {
    const inbox = createInbox({ store: memoryStore() });
    await expect(inbox.purge({ olderThan: new Date("nonsense") })).rejects.toThrow(TypeError);
    await expect(inbox.purge({ olderThan: "yesterday" as never })).rejects.toThrow(TypeError);
  });

  it("removes done ones past their window by itself, every hour, and no dead ones", async () => {
    const clock = manualClock();
    const inbox = createInbox({ store: memoryStore({ clock }), windowMs: 60_000, attempts: 1 });
    inbox.handle(orders, (event) => {
      if ((event.payload as { number: number }).number === 2) throw new Error("broken");
    });
    for (const number of [1, 2]) {
      const { verified, delivery } = order(number);
      await inbox.accept(verified, delivery);
    }
    await inbox.start();
    await expect.poll(async () => await inbox.counts()).toEqual({ pending: 0, running: 0, done: 1, dead: 1 });
    clock.advance(3_600_000);
    await expect.poll(async () => await inbox.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 1 });
    await inbox.stop();
  });
});

describe("onError", () => {
  it("that throws fails neither the accept nor the process", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const inbox = createInbox({
      store: memoryStore(),
      onError: () => {
        throw new Error("the logger is broken.");
      },
    });
    inbox.handle(users, () => {});
    await inbox.start();
    const { verified, delivery } = order(1);
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
    const message = expect.stringMatching(
      /^onError failed: the logger is broken\. It was called with: this process has no handler for orders/,
    );
    expect(warned.mock.calls).toEqual([[message, { type: "FlaghookInboxWarning" }]]);
    await inbox.stop();
    warned.mockRestore();
  });
});

describe("backoff", () => {
  it("waits between half of a doubling delay and all of it", async () => {
    const clock = manualClock();
    const inbox = createInbox({ store: memoryStore({ clock }), attempts: 4, backoff: { delayMs: 1000 } });
    const { handler, handled } = recorder(() => Promise.reject(new Error("broken")));
    inbox.handle(orders, handler);
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    await inbox.start();
    for (const [index, longest] of [1000, 2000, 4000].entries()) {
      await expect.poll(async () => (await inbox.counts()).pending).toBe(1);
      clock.advance(longest / 2 - 1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(handled.length).toBe(index + 1);
      clock.advance(longest / 2 + 1);
      await expect.poll(() => handled.length).toBe(index + 2);
    }
    await expect.poll(async () => (await inbox.counts()).dead).toBe(1);
    await inbox.stop();
  });
});

describe("key", () => {
  it("stays the same for one identity under another body, and differs by scope", async () => {
    const { handler, handled } = recorder();
    const inbox = createInbox({ store: memoryStore(), windowMs: 1 });
    inbox.handle(users, handler);
    await inbox.start();
    const { verified, delivery } = deliver(users, { type: "joined", id: "u1" });
    await inbox.accept(verified, delivery, { scope: "a" });
    await inbox.accept(verified, delivery, { scope: "b" });
    await expect.poll(() => handled.length).toBe(2);
    const [first, second] = handled.map(({ context }) => context.key);
    expect(first).toMatch(/^users:[0-9a-f]{64}$/);
    expect(first).not.toBe(second);
    await inbox.stop();
  });
});

/** A memory store whose writes wait for the test. */
function slowStore(): { store: Store; writes: { write(): void; isWritten: boolean }[] } {
  const own = memoryStore();
  const writes: { write(): void; isWritten: boolean }[] = [];
  const commit: Store["commit"] = (batch) =>
    new Promise((resolve, reject) => {
      const one = {
        isWritten: false,
        write() {
          one.isWritten = true;
          own.commit(batch).then(resolve, reject);
        },
      };
      writes.push(one);
    });
  return { store: { ...own, commit }, writes };
}

async function startAndStop(inbox: Inbox): Promise<void> {
  await inbox.start();
  await inbox.stop();
}

/** The faults of an inbox with a handler that accepts twice. */
async function faultsOfIdle(before: (inbox: Inbox) => Promise<void> = async () => {}): Promise<unknown[]> {
  const faults: unknown[] = [];
  const inbox = createInbox({ store: memoryStore(), onError: (error) => faults.push(error) });
  inbox.handle(orders, () => {});
  await before(inbox);
  for (const number of [1, 2]) {
    const { verified, delivery } = order(number);
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
  }
  return faults;
}
