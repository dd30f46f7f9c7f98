import { deliver, order, orders, orderWithoutId, users, type Verified } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** The acceptance table: what `accept` gives, and what becomes of it. */
export function acceptanceTests(test: AddTest, harness: StoreHarness): void {
  const { windowMs } = harness;

  test(
    "accept needs no handler and no start, and another process handles what it stored",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      assert.equal(await accept(acceptor, order(1)), "accepted");
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.deepEqual(handled[0]?.event, order(1).verified);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "what is done is accepted and run again when its window is over",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder();
      const own = await worker({ windowMs }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await accept(own, order(1)), "duplicate");
      await backend.pass(windowMs + 1);
      assert.equal(await accept(own, order(1)), "accepted");
      await until(backend, () => handled.length === 2);
      assert.deepEqual(
        handled.map(({ context }) => [context.replay, context.attempt]),
        [
          [false, 1],
          [false, 1],
        ],
      );
    }),
  );

  test(
    "what is pending stays a duplicate after a window",
    withBench(harness, async ({ inbox, backend }) => {
      const acceptor = inbox({ windowMs });
      await accept(acceptor, order(1));
      await backend.pass(windowMs + 1);
      assert.equal(await accept(acceptor, order(1)), "duplicate");
    }),
  );

  test(
    "what was dead for longer than its window is remembered for a window once it is done",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ windowMs, attempts: 1 }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).dead === 1);
      await backend.pass(1.9 * windowMs);
      const [row] = await own.list({ state: "dead" });
      assert.equal(await own.retry(row!.id), true);
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(0.3 * windowMs);
      assert.equal(await accept(own, order(1)), "duplicate");
      assert.equal(handled.length, 2);
    }),
  );

  test(
    "of 500 equal deliveries at once from two processes one is stored",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptors = [inbox(), inbox()];
      const acceptances = await Promise.all(
        Array.from({ length: 500 }, (_, index) => accept(acceptors[index % 2]!, order(1))),
      );
      assert.equal(acceptances.filter((acceptance) => acceptance === "accepted").length, 1);
      assert.equal(acceptances.filter((acceptance) => acceptance === "duplicate").length, 499);
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "whoever learns of a duplicate finds the first one stored, from any process",
    withBench(harness, async ({ inbox }) => {
      const [one, other, reader] = [inbox(), inbox(), inbox()];
      await Promise.all([one, other, reader].map((each) => each.counts()));
      const stored = await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const number = Math.floor(index / 2);
          const acceptance = await accept(index % 2 === 0 ? one : other, order(number));
          const rows = await reader.list({ state: "pending" });
          return { acceptance, isThere: rows.some(({ unsignedId }) => unsignedId === `delivery-${number}`) };
        }),
      );
      assert.equal(stored.filter(({ acceptance }) => acceptance === "duplicate").length, 25);
      assert.ok(stored.every(({ isThere }) => isThere));
    }),
  );

  test(
    "what is stored together is stored in order, with one acceptance each",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      await acceptor.counts();
      const given = [
        order(1, "a"),
        order(1, "a"),
        order(1, "b"),
        order(2, "c"),
        order(1, "b"),
        order(2, "c"),
      ];
      const acceptances = await Promise.all(given.map((one) => accept(acceptor, one)));
      assert.deepEqual(acceptances, ["accepted", "duplicate", "replay", "accepted", "replay", "duplicate"]);
      assert.deepEqual(await acceptor.counts(), { pending: 2, running: 0, done: 0, dead: 1 });
    }),
  );

  test(
    "a signed identity makes a duplicate of other bytes, and a second try of a dead one",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [users, handler]);
      assert.equal(await accept(own, joined(1)), "accepted");
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, joined(2)), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await accept(own, joined(3)), "duplicate");
      // The revived one brings what came last.
      assert.deepEqual(
        handled.map(({ event }) => (event.payload as { at: number }).at),
        [1, 2],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 1);
    }),
  );

  test(
    "a dead delivery is revived with all its attempts, and attempt goes on rising",
    withBench(harness, async ({ worker, backend }) => {
      let isBroken = true;
      const { handler, handled } = recorder(() => {
        if (isBroken) throw new Error("broken");
      });
      const own = await worker({ attempts: 2 }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, order(1)), "accepted");
      await until(backend, async () => handled.length === 4 && (await own.counts()).dead === 1);
      isBroken = false;
      assert.equal(await accept(own, order(1)), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 2, 3, 4, 5],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 1);
    }),
  );

  test(
    "a failed first try is not refused as a replay when its next try has the same id or none",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count <= 2) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, order(1, "first"));
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, orderWithoutId(1)), "accepted");
      await until(backend, async () => handled.length === 2 && (await own.counts()).dead === 1);
      assert.equal(await accept(own, order(1, "first")), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
    }),
  );

  test(
    "the id of a delivery that a next try without one revived is a duplicate, and another one a replay",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, order(1, "first"));
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, orderWithoutId(1)), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await accept(own, order(1, "first")), "duplicate");
      assert.equal(await accept(own, order(1, "second")), "replay");
      assert.equal(await accept(own, order(1, "first")), "duplicate");
      assert.deepEqual(
        handled.map(({ event, context }) => [event.id, context.attempt]),
        [
          ["first", 1],
          ["first", 2],
        ],
      );
    }),
  );
}

function joined(at: number): Verified {
  return deliver(users, { type: "joined", id: "u1", at });
}
