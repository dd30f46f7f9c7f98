import { WebhookError } from "@flaghook/core";
import {
  deliver,
  flags,
  order,
  orders,
  recorder,
  until,
  withBench,
  type AddTest,
  type StoreHarness,
  assert,
  randomText,
} from "./kit.ts";

/** What is stored, listed, counted and removed. */
export function keepingTests(test: AddTest, harness: StoreHarness): void {
  const { window } = harness;

  test(
    "a handler sees the event, its headers and bytes as they came, hostile ones too",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const payload = {
        type: "other\u0000 \ud800",
        text: "\u0000\u2028ß💥",
        random: randomText(100_000),
        long: "x".repeat(1_000_000),
      };
      const { verified, delivery } = deliver(orders, payload, { "x-delivery": "d", "x-region": "eu" });
      await inbox().accept(verified, delivery, { scope: "tenant \u0000" });
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(handled[0]?.event, verified);
      assert.equal(handled[0]?.context.scope, "tenant \u0000");
      assert.equal(handled[0]?.context.replay, false);
      const [row] = await own.list({ state: "done" });
      assert.equal(row?.name, payload.type);
    }),
  );

  test(
    "a body over the store's maxBytes is refused with 413 before it is sent",
    withBench(harness, async ({ inbox, backend }) => {
      const { maxBytes } = backend.store();
      if (maxBytes === Infinity) return;
      const { verified, delivery } = deliver(orders, {
        type: "other",
        random: randomText(2 * maxBytes),
      });
      await assert.rejects(
        inbox().accept(verified, delivery),
        (error: unknown) => WebhookError.is(error) && error.status === 413,
      );
    }),
  );

  test(
    "list shows a state in pages, oldest first, and never a body",
    withBench(harness, async ({ inbox, backend }) => {
      const acceptor = inbox();
      for (let number = 0; number < 7; number++) {
        const { verified, delivery } = order(number);
        await acceptor.accept(verified, delivery);
        await backend.pass(2);
      }
      const pages = [];
      let after: string | undefined;
      for (;;) {
        const page = await acceptor.list({
          state: "pending",
          limit: 3,
          ...(after !== undefined && { after }),
        });
        if (page.length === 0) break;
        pages.push(page);
        after = page.at(-1)!.id;
      }
      assert.deepEqual(
        pages.map((page) => page.length),
        [3, 3, 1],
      );
      assert.deepEqual(
        pages.flat().map((row) => row.unsignedId),
        Array.from({ length: 7 }, (_, index) => `delivery-${index}`),
      );
      assert.deepEqual(Object.keys(pages[0]![0]!).toSorted(), [
        "attempt",
        "dedupeKey",
        "error",
        "id",
        "name",
        "provider",
        "reason",
        "receivedAt",
        "replay",
        "scope",
        "state",
        "unsignedId",
      ]);
      assert.deepEqual(await acceptor.list({ state: "dead" }), []);
      assert.deepEqual(await acceptor.list({ state: "running" }), []);
      assert.deepEqual(await acceptor.list({ state: "done" }), []);
    }),
  );

  test(
    "counts are exact for every state",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder(({ event }) => {
        const { number } = event.payload as { number: number };
        if (number % 3 === 0) throw new Error("broken");
        return number % 3 === 1 ? new Promise(() => {}) : undefined;
      });
      const own = await worker({ attempts: 1, concurrency: 50 }, [orders, handler]);
      await Promise.all(
        Array.from({ length: 30 }, (_, number) => {
          const { verified, delivery } = order(number);
          return own.accept(verified, delivery);
        }),
      );
      const { verified, delivery } = deliver(flags, { type: "archived" });
      await own.accept(verified, delivery); // nobody handles flags here
      await until(backend, async () => {
        const { done, dead, running } = await own.counts();
        return done === 10 && dead === 10 && running === 10;
      });
      assert.deepEqual(await own.counts(), { pending: 1, running: 10, done: 10, dead: 10 });
      assert.equal((await own.list({ state: "running" })).length, 10);
    }),
  );

  test(
    "what is stored survives a stop",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = order(1);
      const acceptor = inbox();
      await acceptor.accept(verified, delivery);
      await acceptor.stop();
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
      await acceptor.stop();
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "purge cannot open a hole in dedupe",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const [first, second] = [order(1), order(2)];
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await own.accept(first.verified, first.delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      await own.stop();
      const acceptor = inbox();
      await acceptor.accept(second.verified, second.delivery);
      assert.equal(await acceptor.purge({ olderThan: new Date(8.64e15) }), 0);
      assert.equal(await acceptor.accept(first.verified, first.delivery), "duplicate");
      assert.equal(await acceptor.accept(second.verified, second.delivery), "duplicate");
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 1, dead: 0 });
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "purge removes what is done and past its window, and not what ended later than asked",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const { handler } = recorder();
      const own = await worker({ window }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(window + 1);
      assert.equal(await own.purge({ olderThan: 3_600_000 }), 0);
      assert.equal((await own.counts()).done, 1);
      assert.equal(await own.purge({ olderThan: 0 }), 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 0, dead: 0 });
      assert.equal(await own.accept(verified, delivery), "accepted");
    }),
  );

  test(
    "purge removes dead ones, and the next delivery of a purged one is accepted",
    withBench(harness, async ({ worker, backend }) => {
      const [first, replay] = [order(1, "a"), order(1, "b")];
      const failing = order(2);
      const { handler, handled } = recorder(({ event }) => {
        if ((event.payload as { number: number }).number === 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      for (const { verified, delivery } of [first, replay, failing]) await own.accept(verified, delivery);
      await until(backend, async () => {
        const { done, dead } = await own.counts();
        return done === 1 && dead === 2;
      });
      await backend.pass(5);
      assert.equal(await own.purge({ olderThan: 0 }), 2);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
      assert.equal(await own.accept(failing.verified, failing.delivery), "accepted");
      assert.equal(await own.accept(replay.verified, replay.delivery), "replay");
      await until(backend, () => handled.length === 3);
    }),
  );

  test(
    "a delivery older than the newest accepted one of its resource is skipped",
    withBench(harness, async ({ inbox, backend }) => {
      const version: Parameters<typeof inbox>[0] = {
        version: ({ payload }) => ({ resource: "order", version: (payload as { number: number }).number }),
        concurrency: 1,
      };
      const { handler, handled } = recorder();
      const own = inbox(version, [orders, handler]);
      for (const number of [1, 3, 2]) {
        const { verified, delivery } = order(number);
        await own.accept(verified, delivery);
        await backend.pass(2);
      }
      await own.start();
      await until(backend, async () => (await own.counts()).done === 3);
      assert.deepEqual(
        handled.map(({ event }) => (event.payload as { number: number }).number),
        [3],
      );
    }),
  );

  if (!harness.hasTransactions) {
    test(
      "a transaction of the caller's is refused with a TypeError",
      withBench(harness, async ({ inbox }) => {
        const { verified, delivery } = order(1);
        const acceptor = inbox();
        await assert.rejects(acceptor.accept(verified, delivery, { tx: {} }), TypeError);
        assert.equal((await acceptor.counts()).pending, 0);
      }),
    );
  }
}
