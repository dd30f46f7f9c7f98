import { order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** What stays stored, and what a purge removes. */
export function purgeTests(test: AddTest, harness: StoreHarness): void {
  const { windowMs } = harness;

  test(
    "what is stored survives a stop",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      await accept(acceptor, order(1));
      await acceptor.stop();
      assert.equal(await accept(acceptor, order(1)), "duplicate");
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
      await accept(own, first);
      await until(backend, async () => (await own.counts()).done === 1);
      await own.stop();
      const acceptor = inbox();
      await accept(acceptor, second);
      assert.equal(await acceptor.purge({ olderThan: new Date(8.64e15) }), 0);
      assert.equal(await accept(acceptor, first), "duplicate");
      assert.equal(await accept(acceptor, second), "duplicate");
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 1, dead: 0 });
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "purge removes what is done and past its window, and not what ended later than asked",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder();
      const own = await worker({ windowMs }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(windowMs + 1);
      assert.equal(await own.purge({ olderThan: 3_600_000 }), 0);
      assert.equal((await own.counts()).done, 1);
      assert.equal(await own.purge({ olderThan: 0 }), 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 0, dead: 0 });
      assert.equal(await accept(own, order(1)), "accepted");
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
      for (const given of [first, replay, failing]) await accept(own, given);
      await until(backend, async () => {
        const { done, dead } = await own.counts();
        return done === 1 && dead === 2;
      });
      await backend.pass(5);
      assert.equal(await own.purge({ olderThan: 0 }), 2);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
      assert.equal(await accept(own, failing), "accepted");
      assert.equal(await accept(own, replay), "replay");
      await until(backend, () => handled.length === 3);
    }),
  );
}
