import { order, orders } from "./deliveries.ts";
import {
  accept,
  assert,
  gate,
  recorder,
  until,
  withBench,
  type AddTest,
  type StoreHarness,
} from "./harness.ts";

/** Leases, crashes and stops: who has a delivery, and who has it next. */
export function leaseTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a lease is renewed for as long as its handler runs",
    withBench(harness, async ({ worker, backend }) => {
      const first = gate();
      const { handler, handled } = recorder(({ event, context }) => first.handler(event, context));
      const own = await worker({}, [orders, handler]);
      const other = await worker({}, [orders, handler]);
      await accept(own, order(1));
      await until(backend, first.isEntered);
      // In steps, since a clock that is moved renews when it is asked to.
      for (let step = 0; step < 9; step++) {
        await backend.pass(harness.leaseMs / 6);
        await Promise.all([own.counts(), other.counts()]);
      }
      assert.deepEqual(await other.counts(), { pending: 0, running: 1, done: 0, dead: 0 });
      first.open();
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "the work of a process that died goes to another",
    withBench(harness, async ({ worker, backend, crash }) => {
      const first = gate();
      const own = await worker({}, [orders, first.handler]);
      await accept(own, order(1));
      await until(backend, first.isEntered);
      await crash(0);
      await backend.expireLease();
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(handled[0]?.context.attempt, 2);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "a crash counts as an attempt: at the last one the delivery is dead",
    withBench(harness, async ({ worker, backend, crash }) => {
      const first = gate();
      const own = await worker({ attempts: 1 }, [orders, first.handler]);
      await accept(own, order(1));
      await until(backend, first.isEntered);
      await crash(0);
      await backend.expireLease();
      const { handler, handled } = recorder();
      const other = await worker({ attempts: 1 }, [orders, handler]);
      await until(backend, async () => (await other.counts()).dead === 1);
      const [row] = await other.list({ state: "dead" });
      assert.equal(row?.reason, "attempts");
      assert.equal(row?.error, "its process ended during the last attempt.");
      assert.equal(row?.attempt, 1);
      assert.equal(handled.length, 0);
      // Nobody was called at the start that was refused: it leaves no gap.
      assert.equal(await other.retry(row!.id), true);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(handled[0]?.context.attempt, 2);
    }),
  );

  test(
    "a result that comes after the lease was lost is discarded, and its signal aborts",
    withBench(harness, async ({ worker, backend }) => {
      const late = recorder(() => new Promise(() => {}));
      const own = await worker({}, [orders, late.handler]);
      await accept(own, order(1));
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
    "a delivery that another process has by the time its handler would begin is not handled",
    withBench(harness, async ({ inbox, worker, stores, backend }) => {
      const { handler, handled } = recorder();
      const own = inbox({}, [orders, handler]);
      const [store] = stores;
      const startWorkers = store!.startWorkers.bind(store);
      let frozen: AbortSignal | undefined;
      store!.startWorkers = (providers, run) =>
        startWorkers(providers, async (delivery, signal) => {
          if (delivery.attempt === 1) await aborted((frozen = signal));
          return run(delivery, signal);
        });
      await own.start();
      await accept(own, order(1));
      await until(backend, () => frozen !== undefined);
      await backend.expireLease();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => frozen!.aborted && (await other.counts()).done === 1);
      await own.stop();
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [2],
      );
    }),
  );

  test(
    "a success that comes after another attempt has begun is not recorded",
    withBench(harness, async ({ worker, backend }) => {
      const [first, second] = [gate(), gate()];
      const { handler, handled } = recorder(({ event, context }) =>
        (context.attempt === 1 ? first : second).handler(event, context),
      );
      const own = await worker({}, [orders, handler]);
      await accept(own, order(1));
      await until(backend, first.isEntered);
      await backend.expireLease();
      const other = await worker({}, [orders, handler]);
      await until(backend, second.isEntered);
      first.open();
      for (let look = 0; look < 10; look++) {
        await backend.pass(20);
        assert.deepEqual(await other.counts(), { pending: 0, running: 1, done: 0, dead: 0 });
      }
      second.open();
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal((await other.list({ state: "done" }))[0]?.attempt, 2);
      assert.equal(handled.length, 2);
    }),
  );

  test(
    "stop waits for what is running",
    withBench(harness, async ({ worker, inbox, backend }) => {
      const first = gate();
      const own = await worker({}, [orders, first.handler]);
      await accept(own, order(1));
      await until(backend, first.isEntered);
      const stopped = own.stop({ timeoutMs: 3_600_000 });
      first.open();
      await stopped;
      assert.deepEqual(await inbox().counts(), { pending: 0, running: 0, done: 1, dead: 0 });
    }),
  );

  test(
    "stop gives back what does not end in time",
    withBench(harness, async ({ worker, backend }) => {
      const stuck = recorder(() => new Promise(() => {}));
      const own = await worker({}, [orders, stuck.handler]);
      await accept(own, order(1));
      await until(backend, () => stuck.handled.length === 1);
      await own.stop({ timeoutMs: 0 });
      assert.equal(stuck.handled[0]?.context.signal.aborted, true);
      const { handler, handled } = recorder();
      const other = await worker({}, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(handled[0]?.context.attempt, 2);
    }),
  );

  test(
    "a stop with less time ends one that waits: the sooner limit counts",
    withBench(harness, async ({ worker, inbox, backend }) => {
      const stuck = recorder(() => new Promise(() => {}));
      const own = await worker({}, [orders, stuck.handler]);
      await accept(own, order(1));
      await until(backend, () => stuck.handled.length === 1);
      const patient = own.stop({ timeoutMs: 3_600_000 });
      const longer = own.stop({ timeoutMs: 7_200_000 });
      await own.stop({ timeoutMs: 0 });
      await Promise.all([patient, longer]);
      assert.equal(stuck.handled[0]?.context.signal.aborted, true);
      assert.deepEqual(await inbox().counts(), { pending: 1, running: 0, done: 0, dead: 0 });
    }),
  );

  test(
    "stop gives a last attempt back: it is pending, runs again, and can end done",
    withBench(harness, async ({ worker, inbox, backend }) => {
      const stuck = recorder(() => new Promise(() => {}));
      const own = await worker({ attempts: 1 }, [orders, stuck.handler]);
      await accept(own, order(1));
      await until(backend, () => stuck.handled.length === 1);
      await own.stop({ timeoutMs: 0 });
      const idle = inbox();
      assert.deepEqual(await idle.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
      assert.equal(await accept(idle, order(1)), "duplicate");
      const { handler, handled } = recorder();
      const other = await worker({ attempts: 1 }, [orders, handler]);
      await until(backend, async () => (await other.counts()).done === 1);
      assert.equal(handled[0]?.context.attempt, 2);
      assert.equal(handled.length, 1);
    }),
  );

  test(
    "a start that a stop gave back uses up none of the attempts",
    withBench(harness, async ({ worker, backend }) => {
      const options = { attempts: 2 };
      const stuck = recorder(() => new Promise(() => {}));
      for (let count = 1; count <= 2; count++) {
        const own = await worker(options, [orders, stuck.handler]);
        if (count === 1) await accept(own, order(1));
        await until(backend, () => stuck.handled.length === count);
        await own.stop({ timeoutMs: 0 });
      }
      const failing = recorder((_, count) => Promise.reject(new Error(`fault ${count}`)));
      const other = await worker(options, [orders, failing.handler]);
      await until(backend, async () => (await other.counts()).dead === 1);
      assert.deepEqual(
        [...stuck.handled, ...failing.handled].map(({ context }) => context.attempt),
        [1, 2, 3, 4],
      );
      assert.equal((await other.list({ state: "dead" }))[0]?.error, "fault 2");
    }),
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve());
  });
}
