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

/** How often a delivery is started, when, and what an attempt is called. */
export function attemptTests(test: AddTest, harness: StoreHarness): void {
  const { windowMs } = harness;

  test(
    "a handler that fails is tried again until its attempts are used up, and is dead then",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => Promise.reject(new Error(`fault ${count}`)));
      const own = await worker({ attempts: 3 }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).dead === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(row?.reason, "attempts");
      assert.equal(row?.error, "fault 3");
      assert.equal(row?.attempt, 3);
      assert.deepEqual(
        handled.map(({ context }) => context.attempt),
        [1, 2, 3],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 1);
    }),
  );

  test(
    "ten attempts are made unless another number is asked for",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ backoff: { delayMs: 1, maxMs: 1 } }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(handled.length, 10);
    }),
  );

  test(
    "waits between attempts grow, and end before the window does, whatever is asked for",
    withBench(harness, async ({ worker, backend, stores }) => {
      const startedAt: number[] = [];
      const { handler } = recorder(() => {
        startedAt.push(stores[0]!.clock.now());
        throw new Error("broken");
      });
      const hour = 3_600_000;
      const options = { windowMs: 3 * windowMs, attempts: 4, backoff: { delayMs: hour, maxMs: 8 * hour } };
      const own = await worker(options, [orders, handler]);
      const acceptedAt = stores[0]!.clock.now();
      await accept(own, order(1));
      const step = windowMs / 200;
      await until(backend, async () => startedAt.length === 2 && (await own.counts()).pending === 1, step);
      assert.equal(await accept(own, order(1)), "duplicate");
      await until(backend, async () => (await own.counts()).dead === 1, step);
      assert.ok(stores[0]!.clock.now() - acceptedAt < 3 * windowMs);
      assert.equal(startedAt.length, 4);
      const waits = startedAt.slice(1).map((time, index) => time - startedAt[index]!);
      // Half the window in shares of 1, 2 and 4, of which a wait is half at least.
      const share = (3 * windowMs) / 2 / 7;
      assert.ok(waits.every((wait, index) => wait >= (share * 2 ** index) / 2 - 1));
      assert.ok(waits[2]! > waits[0]!);
    }),
  );

  test(
    "retry gives a dead delivery all its attempts again",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count < 4) throw new Error("broken");
      });
      const own = await worker({ attempts: 2 }, [orders, handler]);
      await accept(own, order(1));
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
    "retry knows no row of another form, and none that is not dead",
    withBench(harness, async ({ inbox }) => {
      const own = inbox();
      await accept(own, order(1));
      for (const id of ["", "0", "nonsense", "orders:1", "9e9", `orders:${"0".repeat(36)}`]) {
        assert.equal(await own.retry(id), false);
      }
      const [row] = await own.list({ state: "pending" });
      assert.equal(await own.retry(row!.id), false);
    }),
  );

  test(
    "retry knows a dead row by its own id alone, and by no other way to write it",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).dead === 1);
      const { id } = (await own.list({ state: "dead" }))[0]!;
      const hex = `0x${Number(id).toString(16)}`;
      for (const other of [` ${id}`, `0${id}`, `+${id}`, `${id}.0`, `${id}e0`, `${id}:anything`, hex]) {
        assert.equal(await own.retry(other), false);
        // Nor is it a place in a list, which starts over then.
        assert.equal((await own.list({ state: "dead", after: other })).length, 1);
      }
      assert.equal((await own.list({ state: "dead", after: id })).length, 0);
    }),
  );

  test(
    "an attempt that takes too long is asked to stop, and fails",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => (count === 1 ? new Promise(() => {}) : undefined));
      const own = await worker({ timeoutMs: 200 }, [orders, handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(handled[0]?.context.signal.aborted, true);
      assert.match(String(handled[0]?.context.signal.reason), /timed out after 200 ms/);
      assert.equal(handled.length, 2);
    }),
  );

  test(
    "attempt never falls and names no start twice: across failures, a revival, a crash, a stop and a retry",
    withBench(harness, async ({ worker, backend, crash }) => {
      const failing = recorder(() => Promise.reject(new Error("broken")));
      const options = { attempts: 2 };
      const first = await worker(options, [orders, failing.handler]);
      await accept(first, order(1));
      await until(backend, async () => (await first.counts()).dead === 1);
      assert.equal((await first.list({ state: "dead" }))[0]?.attempt, 2);
      await first.stop();

      const crashing = gate();
      const second = await worker(options, [orders, crashing.handler]);
      assert.equal(await accept(second, order(1)), "accepted");
      await until(backend, crashing.isEntered);
      await crash(1);
      await backend.expireLease();

      const stuck = recorder(() => new Promise(() => {}));
      const third = await worker(options, [orders, stuck.handler]);
      await until(backend, () => stuck.handled.length === 1);
      assert.equal((await third.list({ state: "running" }))[0]?.attempt, 4);
      await third.stop({ timeoutMs: 0 });

      const last = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const fourth = await worker(options, [orders, last.handler]);
      await until(backend, async () => (await fourth.counts()).dead === 1);
      const [row] = await fourth.list({ state: "dead" });
      assert.equal(row?.attempt, 5);
      assert.equal(await fourth.retry(row!.id), true);
      await until(backend, async () => (await fourth.counts()).done === 1);
      assert.deepEqual(
        [...failing.handled, ...stuck.handled, ...last.handled].map(({ context }) => context.attempt),
        [1, 2, 4, 5, 6],
      );
    }),
  );
}
