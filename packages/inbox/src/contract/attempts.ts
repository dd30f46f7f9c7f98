import {
  deliver,
  gate,
  order,
  orders,
  recorder,
  strictOrders,
  until,
  withBench,
  type AddTest,
  type StoreHarness,
  assert,
} from "./kit.ts";

/** Attempts, failures, leases and crashes. */
export function attemptTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a handler that fails is tried again until its attempts are used up, and is dead then",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const { handler, handled } = recorder((_, count) => Promise.reject(new Error(`fault ${count}`)));
      const own = await worker({ attempts: 3 }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).dead === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(row?.reason, "attempts");
      assert.equal(row?.error, "fault 3");
      assert.equal(row?.attempt, 3);
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 2, 3],
      );
      assert.equal(handled.length, 3);
    }),
  );

  test(
    "retry gives a dead delivery all its attempts again",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const { handler, handled } = recorder((_, count) => {
        if (count < 4) throw new Error("broken");
      });
      const own = await worker({ attempts: 2 }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).dead === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(await own.retry(row!.id), true);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 2, 3, 4],
      );
      assert.equal(await own.retry(row!.id), false);
    }),
  );

  test(
    "retry knows no row of another form",
    withBench(harness, async ({ inbox }) => {
      const own = inbox();
      for (const id of ["", "0", "nonsense", "orders:1", "9e9", `orders:${"0".repeat(36)}`]) {
        assert.equal(await own.retry(id), false);
      }
    }),
  );

  test(
    "an attempt that takes too long is told to stop, and fails",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const { handler, handled } = recorder((_, count) => (count === 1 ? new Promise(() => {}) : undefined));
      const own = await worker({ timeout: 200 }, [orders, handler]);
      await own.accept(verified, delivery);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(handled[0]?.context.signal.aborted, true);
      assert.match(String(handled[0]?.context.signal.reason), /timed out after 200 ms/);
      assert.equal(handled.length, 2);
    }),
  );

  test(
    "the work of a process that died goes to another",
    withBench(harness, async ({ worker, backend, stores }) => {
      const { verified, delivery } = order(1);
      const first = gate();
      const own = await worker({}, [orders, first.handler]);
      await own.accept(verified, delivery);
      await until(backend, first.isEntered);
      await stores[0]!.abandon();
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(handled[0]?.context.attempt, 2);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "a crash counts as an attempt: at the last one the delivery is dead",
    withBench(harness, async ({ worker, backend, stores }) => {
      const { verified, delivery } = order(1);
      const first = gate();
      const own = await worker({ attempts: 1 }, [orders, first.handler]);
      await own.accept(verified, delivery);
      await until(backend, first.isEntered);
      await stores[0]!.abandon();
      const { handler, handled } = recorder();
      const other = await worker({ attempts: 1 }, [orders, handler]);
      await until(backend, async () => (await other.counts()).dead === 1);
      const [row] = await other.list({ state: "dead" });
      assert.equal(row?.reason, "attempts");
      assert.equal(handled.length, 0);
    }),
  );

  test(
    "a result that comes after the lease was lost is discarded, and its signal aborts",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const late = recorder(() => new Promise(() => {}));
      const own = await worker({}, [orders, late.handler]);
      await own.accept(verified, delivery);
      await until(backend, () => late.handled.length === 1);
      await backend.expireLease();
      const second = gate();
      const newer = recorder(() => second.handler({} as never, {} as never));
      const other = await worker({}, [orders, newer.handler]);
      await until(backend, () => late.handled[0]!.context.signal.aborted);
      await until(backend, () => late.handled.length + newer.handled.length === 2);
      assert.equal((await other.counts()).running, 1);
      second.open();
      const attempts = [...late.handled, ...newer.handled].map(({ context }) => context.attempt);
      assert.deepEqual(attempts, [1, 2]);
      assert.match(String(late.handled[0]!.context.signal.reason), /lease/);
    }),
  );

  test(
    "stop waits for what is running",
    withBench(harness, async ({ worker, inbox, backend }) => {
      const { verified, delivery } = order(1);
      const first = gate();
      const own = await worker({}, [orders, first.handler]);
      await own.accept(verified, delivery);
      await until(backend, first.isEntered);
      const stopped = own.stop({ timeout: 3_600_000 });
      first.open();
      await stopped;
      assert.deepEqual(await inbox().counts(), { pending: 0, running: 0, done: 1, dead: 0 });
    }),
  );

  test(
    "stop gives back what does not end in time",
    withBench(harness, async ({ worker, backend }) => {
      const { verified, delivery } = order(1);
      const stuck = recorder(() => new Promise(() => {}));
      const own = await worker({}, [orders, stuck.handler]);
      await own.accept(verified, delivery);
      await until(backend, () => stuck.handled.length === 1);
      await own.stop({ timeout: 0 });
      assert.equal(stuck.handled[0]?.context.signal.aborted, true);
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(handled[0]?.context.attempt, 2);
    }),
  );

  test(
    "a schema-mismatch is kept, dead, and handled after an upgrade",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const body = { type: "created", number: 7 };
      const refused = deliver(strictOrders, body, { "x-delivery": "a" });
      const acceptor = inbox();
      assert.equal(await acceptor.accept(refused.verified, refused.delivery), "accepted");
      const [row] = await acceptor.list({ state: "dead" });
      assert.equal(row?.reason, "schema-mismatch");
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 1 });

      const old = recorder();
      const before = await worker({}, [strictOrders, old.handler]);
      assert.equal(await before.retry(row!.id), true);
      await until(backend, async () => (await before.counts()).dead === 1);
      assert.equal((await before.list({ state: "dead" }))[0]?.reason, "schema-mismatch");
      assert.equal(old.handled.length, 0);
      await before.stop();

      const { handler, handled } = recorder();
      const after = await worker({}, [orders, handler]);
      assert.equal(await after.retry(row!.id), true);
      await until(backend, async () => (await after.counts()).done === 1);
      assert.deepEqual(handled[0]?.event.payload, body);
    }),
  );

  test(
    "a schema-mismatch that comes again stays one row",
    withBench(harness, async ({ inbox }) => {
      const refused = deliver(strictOrders, { type: "created", number: 7 });
      const acceptor = inbox();
      await acceptor.accept(refused.verified, refused.delivery);
      assert.equal(await acceptor.accept(refused.verified, refused.delivery), "accepted");
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 1 });
    }),
  );

  test(
    "a delivery that the schema no longer reads is dead at once, and not tried again",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = order(1);
      await inbox().accept(verified, delivery);
      const { handler, handled } = recorder();
      const own = await worker({}, [strictOrders, handler]);
      await until(backend, async () => (await own.counts()).dead === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(row?.reason, "schema-mismatch");
      assert.equal(row?.attempt, 1);
      assert.equal(handled.length, 0);
    }),
  );
}
