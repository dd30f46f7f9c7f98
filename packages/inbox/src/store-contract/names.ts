import { hooks, named } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Names that the signature does not cover: whoever sends the bytes again can choose one. */
export function nameTests(test: AddTest, harness: StoreHarness): void {
  test(
    "the same bytes under another listed name, or one that is not, are no duplicate and no replay",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({}, [hooks, handler]);
      assert.equal(await accept(own, named("made-up", "stranger")), "accepted");
      assert.equal(await accept(own, named("pushed", "a")), "accepted");
      assert.equal(await accept(own, named("starred", "b")), "accepted");
      await until(backend, async () => (await own.counts()).done === 3);
      for (const [name, id] of [
        ["pushed", "a"],
        ["starred", "b"],
      ] as const) {
        assert.equal(await accept(own, named(name, id)), "duplicate");
        assert.equal(await accept(own, named(name)), "duplicate");
        assert.equal(await accept(own, named(name, "c")), "replay");
      }
      assert.deepEqual(
        handled.map(({ event, context }) => `${event.type} ${event.name} ${context.replay}`).toSorted(),
        ["pushed pushed false", "starred starred false", "unknown made-up false"],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 3);
    }),
  );

  test(
    "all names of the same bytes that are not listed share one slot, with those that have none",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      assert.equal(await accept(acceptor, named("made-up")), "accepted");
      for (let number = 0; number < 5; number++) {
        assert.equal(await accept(acceptor, named(`made-up-${number}`)), "duplicate");
      }
      assert.equal(await accept(acceptor, named("")), "duplicate");
      assert.equal(await accept(acceptor, named(undefined)), "duplicate");
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
    }),
  );

  test(
    "bytes that a schema does not read, under a name that repeats and that nobody signed, are kept once where they come without an id",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      for (let time = 0; time < 3; time++) {
        assert.equal(await accept(acceptor, named("requested")), "accepted");
      }
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 1 });
    }),
  );
}
