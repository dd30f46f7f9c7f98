import { deliver, dispatch, flags, order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** The fate of replays, and of other ids when the first one is dead or gone. */
export function replayTests(test: AddTest, harness: StoreHarness): void {
  const { windowMs } = harness;

  test(
    "retry runs a kept replay, with a key of its own, and then it is a duplicate",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await accept(own, order(1, "a"));
      await accept(own, order(1, "b"));
      await until(backend, async () => (await own.counts()).done === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(await own.retry(row!.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(handled[1]?.context.replay, true);
      assert.notEqual(handled[1]?.context.key, handled[0]?.context.key);
      assert.equal(await accept(own, order(1, "b")), "duplicate");
      assert.equal(await accept(own, order(1, "a")), "duplicate");
      assert.equal(handled.length, 2);
    }),
  );

  test(
    "a kept replay that a retry set free, and that failed, is revived by its redelivery",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, order(1, "a"));
      await accept(own, order(1, "b"));
      await until(backend, async () => (await own.counts()).done === 1);
      const [kept] = await own.list({ state: "dead" });
      await own.retry(kept!.id);
      await until(backend, async () => (await own.list({ state: "dead" }))[0]?.reason === "attempts");
      assert.equal(await accept(own, order(1, "b")), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.deepEqual(
        handled.map(({ context }) => [context.replay, context.attempt]),
        [
          [false, 1],
          [true, 1],
          [true, 2],
        ],
      );
    }),
  );

  test(
    "a handled replay that failed is revived by its redelivery",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, dispatch("a"));
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await accept(own, dispatch("b")), "replay");
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, dispatch("b")), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.deepEqual(
        handled.map(({ context }) => [context.replay, context.attempt]),
        [
          [false, 1],
          [true, 1],
          [true, 2],
        ],
      );
    }),
  );

  test(
    "no other id revives a dead first one: it is a replay, again and again",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, order(1, "a"));
      await until(backend, async () => (await own.counts()).dead === 1);
      const stranger = inbox();
      for (const id of ["b", "c", "b"]) assert.equal(await accept(stranger, order(1, id)), "replay");
      assert.deepEqual(
        (await own.list({ state: "dead" }))
          .map(({ unsignedId, reason }) => `${unsignedId} ${reason}`)
          .toSorted(),
        ["a attempts", "b replay", "c replay"],
      );
      assert.equal(await accept(own, order(1, "a")), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(
        handled.map(({ event, context }) => [event.id, context.replay, context.attempt]),
        [
          ["a", false, 1],
          ["a", false, 2],
        ],
      );
    }),
  );

  test(
    "another id of a repeatable event is a replay of a dead first one, too, which waits for its own redelivery",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, dispatch("a"));
      await until(backend, async () => (await own.counts()).dead === 1);
      const before = await own.list({ state: "dead" });
      assert.equal(await accept(own, dispatch("b")), "replay");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await accept(own, dispatch("b")), "duplicate");
      assert.deepEqual(await own.list({ state: "dead" }), before);
      assert.equal((await own.list({ state: "done" }))[0]?.replay, true);

      assert.equal(await accept(own, dispatch("a")), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(await accept(own, dispatch("b")), "duplicate");
      assert.deepEqual(
        handled.map(({ event, context }) => [event.id, context.replay, context.attempt]),
        [
          ["a", false, 1],
          ["b", true, 1],
          ["a", false, 2],
        ],
      );
    }),
  );

  test(
    "what was handled beside a dead first one and failed, too, is revived by its own redelivery",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count <= 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, dispatch("a"));
      await until(backend, async () => (await own.counts()).dead === 1);
      await accept(own, dispatch("b"));
      await until(backend, async () => (await own.counts()).dead === 2);
      assert.equal(await accept(own, dispatch("b")), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(
        handled.map(({ event, context }) => [event.id, context.replay, context.attempt]),
        [
          ["a", false, 1],
          ["b", true, 1],
          ["b", true, 2],
        ],
      );
    }),
  );

  test(
    "what is done beside a dead first one stays a duplicate when that is purged",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, dispatch("a"));
      await until(backend, async () => (await own.counts()).dead === 1);
      await accept(own, dispatch("b"));
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(5);
      assert.equal(await own.purge({ olderThan: 0 }), 1);
      assert.equal(await accept(own, dispatch("b")), "duplicate");
      assert.equal(await accept(own, dispatch("a")), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(await accept(own, dispatch("b")), "duplicate");
      assert.equal(handled.length, 3);
    }),
  );

  test(
    "what is done beside a first one stays a duplicate when the first one's window is over, and not its own",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({ windowMs }, [orders, handler]);
      await accept(own, dispatch("a"));
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(windowMs / 2);
      await accept(own, dispatch("b"));
      await until(backend, async () => (await own.counts()).done === 2);
      await backend.pass(windowMs / 2 + 1);
      assert.equal(await accept(own, dispatch("b")), "duplicate");
      assert.equal(await accept(own, dispatch("a")), "accepted");
      await until(backend, () => handled.length === 3);
    }),
  );

  test(
    "an event without any id is never a replay",
    withBench(harness, async ({ inbox }) => {
      const archived = deliver(flags, { type: "archived" });
      const acceptor = inbox();
      assert.equal(await accept(acceptor, archived), "accepted");
      assert.equal(await accept(acceptor, archived), "duplicate");
    }),
  );
}
