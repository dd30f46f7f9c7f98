import { deliver, flags, occurrenceWindow, toggle } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Events that repeat byte for byte and carry no id: only time tells one occurrence from the next. */
export function occurrenceTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a repeatable event without an id is one occurrence within its own window, and the next one after it",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      assert.equal(await accept(acceptor, toggle()), "accepted");
      assert.equal(await accept(acceptor, toggle()), "duplicate");
      await backend.pass(occurrenceWindow + 1);
      // The first one is still pending: a flag that went on, off and on again is three occurrences.
      assert.equal(await accept(acceptor, toggle()), "accepted");
      assert.equal(await accept(acceptor, toggle()), "duplicate");
      const { handler, handled } = recorder();
      const own = await worker({}, [flags, handler]);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
      assert.deepEqual(
        handled.map(({ context }) => context.replay),
        [false, false],
      );
    }),
  );

  test(
    "an occurrence that is dead is revived within its own window",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [flags, handler]);
      await accept(own, toggle());
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, toggle()), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
      assert.equal(await accept(own, toggle()), "duplicate");
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 2],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 1);
    }),
  );

  test(
    "an occurrence that is dead stays so when its own window is over, and the next one is stored beside it",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [flags, handler]);
      await accept(own, toggle());
      await until(backend, async () => (await own.counts()).dead === 1);
      await backend.pass(occurrenceWindow + 1);
      assert.equal(await accept(own, toggle()), "accepted");
      assert.equal(await accept(own, toggle()), "duplicate");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 1 });
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 1],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
    }),
  );

  test(
    "an occurrence is a duplicate of the newest one, when a purge has removed the one before",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder();
      const own = await worker({ window: occurrenceWindow }, [flags, handler]);
      await accept(own, toggle());
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(occurrenceWindow + 1);
      assert.equal(await accept(own, toggle()), "accepted");
      assert.equal(await accept(own, toggle()), "duplicate");
      await until(backend, async () => {
        const { pending, running } = await own.counts();
        return pending + running === 0;
      });
      await own.purge({ olderThan: 0 });
      assert.equal(await accept(own, toggle()), "duplicate");
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
    }),
  );

  test(
    "a repeatable event with neither id nor window is never a duplicate",
    withBench(harness, async ({ inbox }) => {
      const pinged = deliver(flags, { type: "pinged" });
      const acceptor = inbox();
      const outcomes = [];
      for (let index = 0; index < 3; index++) outcomes.push(await accept(acceptor, pinged));
      assert.deepEqual(outcomes, ["accepted", "accepted", "accepted"]);
      assert.equal((await acceptor.counts()).pending, 3);
    }),
  );
}
