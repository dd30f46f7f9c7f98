import { dispatch, flags, toggle } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Repeatable events without an id: nothing tells one occurrence from the next. */
export function occurrenceTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a repeatable event without an id is a new occurrence every time, with a key of its own",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      // At once, too: a flag that went on, off and on again is three occurrences.
      const acceptances = await Promise.all(
        [toggle(), toggle(), toggle()].map((one) => accept(acceptor, one)),
      );
      assert.deepEqual(acceptances, ["accepted", "accepted", "accepted"]);
      assert.deepEqual(await acceptor.counts(), { pending: 3, running: 0, done: 0, dead: 0 });
      const { handler, handled } = recorder();
      const own = await worker({}, [flags, handler]);
      await until(backend, async () => (await own.counts()).done === 3);
      assert.equal(await accept(own, toggle()), "accepted");
      await until(backend, async () => (await own.counts()).done === 4);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 4);
      assert.ok(handled.every(({ context }) => !context.replay && context.attempt === 1));
    }),
  );

  test(
    "an occurrence that failed keeps its key, and the next one leaves it as it is",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count <= 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 2 }, [flags, handler]);
      await accept(own, toggle());
      await until(backend, async () => (await own.counts()).dead === 1);
      const before = await own.list({ state: "dead" });
      assert.equal(await accept(own, toggle()), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.list({ state: "dead" }), before);
      assert.equal(await own.retry(before[0]!.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      const [first, second, next, retried] = handled.map(({ context }) => context);
      assert.equal(second?.key, first?.key);
      assert.notEqual(next?.key, first?.key);
      assert.deepEqual([retried?.key, retried?.attempt], [first?.key, 3]);
    }),
  );

  test(
    "a repeatable event without an id takes no slot from those with one",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      const acceptances = [];
      for (const id of [undefined, "a", undefined, "a", "b"]) {
        acceptances.push(await accept(acceptor, dispatch(id)));
      }
      assert.deepEqual(acceptances, ["accepted", "accepted", "accepted", "duplicate", "replay"]);
      assert.deepEqual(await acceptor.counts(), { pending: 4, running: 0, done: 0, dead: 0 });
      const ids = (await acceptor.list({ state: "pending" })).map(({ unsignedId }) => unsignedId);
      assert.deepEqual(new Set(ids), new Set([undefined, "a", "b"]));
    }),
  );
}
