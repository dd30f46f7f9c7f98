import {
  deliver,
  flags,
  order,
  orders,
  recorder,
  until,
  users,
  withBench,
  type AddTest,
  type StoreHarness,
  assert,
} from "./kit.ts";

/** The outcome table: what `accept` answers, and what becomes of it. */
export function outcomeTests(test: AddTest, harness: StoreHarness): void {
  const { window } = harness;

  test(
    "accept needs no handler and no start, and another process handles what it stored",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = order(1);
      const acceptor = inbox();
      assert.equal(await acceptor.accept(verified, delivery), "accepted");
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.deepEqual(handled[0]?.event, verified);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "what is pending or done in its window is a duplicate and runs once",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = order(1);
      const acceptor = inbox();
      await acceptor.accept(verified, delivery);
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "what is running is a duplicate",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      let second: Promise<string> | undefined;
      const { handler, handled } = recorder(async () => {
        second ??= own.accept(verified, delivery);
        await second;
      });
      const own = await worker({}, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await second, "duplicate");
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "what is backing off is a duplicate",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const { handler, handled } = recorder(() => Promise.reject(new Error("not yet")));
      const own = await worker({ backoff: { delay: 3_600_000 } }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => handled.length === 1 && (await own.counts()).pending === 1);
      assert.equal(await own.accept(verified, delivery), "duplicate");
    }),
  );

  test(
    "what is done is accepted and run again when its window is over",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const { handler, handled } = recorder();
      const own = await worker({ window }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await own.accept(verified, delivery), "duplicate");
      await backend.pass(window + 1);
      assert.equal(await own.accept(verified, delivery), "accepted");
      await until(backend, () => handled.length === 2);
    }),
  );

  test(
    "what is pending stays a duplicate after a window",
    withBench(harness, async ({ inbox, backend }) => {
      const { verified, delivery } = order(1);
      const acceptor = inbox({ window });
      await acceptor.accept(verified, delivery);
      await backend.pass(window + 1);
      assert.equal(await acceptor.accept(verified, delivery), "duplicate");
    }),
  );

  test(
    "of 500 equal deliveries at once from two processes one is stored",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = order(1);
      const acceptors = [inbox(), inbox()];
      const outcomes = await Promise.all(
        Array.from({ length: 500 }, (_, index) => acceptors[index % 2]!.accept(verified, delivery)),
      );
      assert.equal(outcomes.filter((outcome) => outcome === "accepted").length, 1);
      assert.equal(outcomes.filter((outcome) => outcome === "duplicate").length, 499);
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "scopes keep equal deliveries apart",
    withBench(harness, async ({ inbox }) => {
      const { verified, delivery } = order(1);
      const acceptor = inbox();
      assert.equal(await acceptor.accept(verified, delivery, { scope: "a" }), "accepted");
      assert.equal(await acceptor.accept(verified, delivery, { scope: "b" }), "accepted");
      assert.equal(await acceptor.accept(verified, delivery), "accepted");
      assert.equal(await acceptor.accept(verified, delivery, { scope: "a" }), "duplicate");
      const scopes = (await acceptor.list({ state: "pending" })).map((row) => row.scope);
      assert.deepEqual(scopes.toSorted(), ["", "a", "b"]);
    }),
  );

  test(
    "providers keep equal keys apart",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      for (const provider of [flags, orders]) {
        const { verified, delivery } = deliver(provider, { type: "other" });
        assert.equal(await acceptor.accept(verified, delivery), "accepted");
      }
    }),
  );

  test(
    "a signed identity makes a duplicate of other bytes",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      const first = deliver(users, { type: "joined", id: "u1", at: 1 });
      const second = deliver(users, { type: "joined", id: "u1", at: 2 });
      assert.equal(await acceptor.accept(first.verified, first.delivery), "accepted");
      assert.equal(await acceptor.accept(second.verified, second.delivery), "duplicate");
    }),
  );

  test(
    "a dead delivery is revived with all its attempts, and attempt goes on rising",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      let isBroken = true;
      const { handler, handled } = recorder(() => {
        if (isBroken) throw new Error("broken");
      });
      const own = await worker({ attempts: 2 }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await own.accept(verified, delivery), "accepted");
      await until(backend, async () => handled.length === 4 && (await own.counts()).dead === 1);
      isBroken = false;
      assert.equal(await own.accept(verified, delivery), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 2, 3, 4, 5],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 1);
    }),
  );

  test(
    "a failed first try is not refused as a replay",
    withBench(harness, async ({ worker, backend }) => {
      const first = order(1, "first");
      const second = order(1, "second");
      const { handler } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await own.accept(first.verified, first.delivery);
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await own.accept(second.verified, second.delivery), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 1, dead: 0 });
    }),
  );
}
