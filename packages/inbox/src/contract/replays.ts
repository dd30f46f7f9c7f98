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
  type Verified,
  assert,
} from "./kit.ts";

/** Equal signed bytes under another unsigned id, and events that repeat. */
export function replayTests(test: AddTest, harness: StoreHarness): void {
  test(
    "equal bytes under another unsigned id are held, listed and not run",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      const [first, second] = [order(1, "a"), order(1, "b")];
      await own.accept(first.verified, first.delivery);
      assert.equal(await own.accept(second.verified, second.delivery), "replay");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await own.accept(second.verified, second.delivery), "replay");
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 1 });
      const [row] = await own.list({ state: "dead" });
      assert.equal(row?.reason, "replay");
      assert.equal(row?.unsignedId, "b");
      assert.equal(row?.replay, true);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "retry runs a held replay, with a key of its own, and then it is a duplicate",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      const [first, second] = [order(1, "a"), order(1, "b")];
      await own.accept(first.verified, first.delivery);
      await own.accept(second.verified, second.delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(await own.retry(row!.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(handled[1]?.context.replay, true);
      assert.notEqual(handled[1]?.context.key, handled[0]?.context.key);
      assert.equal(await own.accept(second.verified, second.delivery), "duplicate");
      assert.equal(handled.length, 2);
    }),
  );

  test(
    'onReplay "handle" runs it once, with context.replay',
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({ onReplay: "handle" }, [orders, handler]);
      const [first, second] = [order(1, "a"), order(1, "b")];
      await own.accept(first.verified, first.delivery);
      assert.equal(await own.accept(second.verified, second.delivery), "replay");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(await own.accept(second.verified, second.delivery), "duplicate");
      assert.equal(handled.filter(({ context }) => context.replay).length, 1);
      assert.equal(handled.length, 2);
    }),
  );

  test(
    "a repeatable event under another unsigned id is handled as a replay, and its redelivery is a duplicate",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      const [first, second] = [dispatched("a"), dispatched("b")];
      assert.equal(await own.accept(first.verified, first.delivery), "accepted");
      assert.equal(await own.accept(second.verified, second.delivery), "replay");
      assert.equal(await own.accept(second.verified, second.delivery), "duplicate");
      assert.equal(await own.accept(first.verified, first.delivery), "duplicate");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(handled.filter(({ context }) => context.replay).length, 1);
      assert.equal(handled.length, 2);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
    }),
  );

  test(
    "a repeatable event under another unsigned id leaves a dead first one as it is, for its own redelivery",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      const [first, second] = [dispatched("a"), dispatched("b")];
      await own.accept(first.verified, first.delivery);
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await own.accept(second.verified, second.delivery), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(
        (await own.list({ state: "dead" })).map(({ unsignedId }) => unsignedId),
        ["a"],
      );
      assert.equal(await own.accept(first.verified, first.delivery), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.deepEqual(
        handled.map(({ event }) => event.id),
        ["a", "b", "a"],
      );
    }),
  );

  test(
    "a replay that failed is revived by its redelivery",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder((_, count) => {
        if (count === 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      const [first, second] = [dispatched("a"), dispatched("b")];
      await own.accept(first.verified, first.delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      await own.accept(second.verified, second.delivery);
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await own.accept(second.verified, second.delivery), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
    }),
  );

  test(
    "a repeatable event without an id is one occurrence within its own window, and the next one after it",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = deliver(flags, { type: "toggled", on: true });
      const acceptor = inbox();
      assert.equal(await acceptor.accept(verified, delivery), "accepted");
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
      await backend.pass(1001);
      // The first one is still pending: a flag that went on, off and on again is three occurrences.
      assert.equal(await acceptor.accept(verified, delivery), "accepted");
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
      const { handler, handled } = recorder();
      const own = await worker({}, [flags, handler]);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
    }),
  );

  test(
    "a repeatable event with neither id nor window is never a duplicate",
    withBench(harness, async ({ inbox }) => {
      const { verified, delivery } = deliver(flags, { type: "pinged" });
      const acceptor = inbox();
      const outcomes = [];
      for (let index = 0; index < 3; index++) outcomes.push(await acceptor.accept(verified, delivery));
      assert.deepEqual(outcomes, ["accepted", "accepted", "accepted"]);
      assert.equal((await acceptor.counts()).pending, 3);
    }),
  );

  test(
    "an event without any id is never a replay",
    withBench(harness, async ({ inbox }) => {
      const { verified, delivery } = deliver(flags, { type: "archived" });
      const acceptor = inbox();
      await acceptor.accept(verified, delivery);
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
    }),
  );
}

function dispatched(deliveryId: string): Verified {
  return deliver(orders, { type: "dispatched" }, { "x-delivery": deliveryId });
}
