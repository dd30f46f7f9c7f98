import { invoice, invoices, order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Between a claim and its handler an engine may take a moment. */
const SLACK_MS = 200;

/** Providers that are paused, and those that may have a part of a process alone. */
export function limitTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a pause is seen by every process, lets what runs go on and everything be accepted, and ends with resume",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const [stuck, other, later] = [endless(), recorder(), recorder()];
      const first = await worker({}, [orders, stuck.handler], [invoices, other.handler]);
      await accept(first, order(1));
      await until(backend, () => stuck.handled.length === 1);
      const operator = inbox();
      await operator.pause("orders");
      await operator.pause(orders); // twice is once
      for (const number of [2, 3]) assert.equal(await accept(first, order(number)), "accepted");
      await accept(first, invoice(1, "a"));
      await until(backend, () => other.handled.length === 1);
      stuck.end();
      await until(backend, async () => (await first.counts()).done === 2);
      await first.stop();

      // A process that starts later sees it, too.
      const second = await worker({}, [orders, later.handler], [invoices, other.handler]);
      await accept(second, invoice(2, "b"));
      await until(backend, async () => (await operator.counts()).done === 3);
      assert.deepEqual(await operator.counts(), { pending: 2, running: 0, done: 3, dead: 0 });
      assert.deepEqual([stuck.handled.length, later.handled.length], [1, 0]);
      assert.equal((await operator.list({ state: "pending" })).length, 2);

      await operator.resume("orders");
      await operator.resume("orders");
      await until(backend, () => later.handled.length === 2);
      await until(backend, async () => (await operator.counts()).done === 5);
    }),
  );

  test(
    "a provider has no more handlers at a time than it may, and leaves the others their own",
    withBench(harness, async ({ worker, backend }) => {
      let running = 0;
      let most = 0;
      const limited = recorder(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running--;
      });
      const [stuck, count] = [endless(), 3];
      const options = { concurrency: 5 };
      const own = await worker(
        options,
        [orders, limited.handler, { concurrency: 2 }],
        [invoices, stuck.handler],
      );
      for (let number = 0; number < 8; number++) await accept(own, order(number));
      for (let number = 0; number < count; number++) await accept(own, invoice(number, `i${number}`));
      await until(backend, () => limited.handled.length === 8 && stuck.handled.length === count);
      assert.ok(most <= 2);
      stuck.end();
      await until(backend, async () => (await own.counts()).done === 8 + count);
    }),
  );

  test(
    "a provider starts no more often than it may, its retries among the starts",
    withBench(harness, async ({ worker, backend, stores }) => {
      const times: number[] = [];
      const { handler } = recorder((_, count) => {
        times.push(stores[0]!.clock.now());
        if (count === 1) throw new Error("broken");
      });
      const other = recorder();
      const own = await worker({}, [orders, handler, { perSecond: 2 }], [invoices, other.handler]);
      for (let number = 0; number < 4; number++) await accept(own, order(number));
      for (let number = 0; number < 4; number++) await accept(own, invoice(number, `i${number}`));
      await until(backend, async () => (await own.counts()).done === 8);
      assert.equal(times.length, 5);
      for (let third = 2; third < times.length; third++) {
        assert.ok(times[third]! - times[third - 2]! > 1000 - SLACK_MS);
      }
    }),
  );
}

/** A handler that waits until `end` is called, each time. */
function endless(): ReturnType<typeof recorder> & { end(): void } {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ...recorder(() => ended), end };
}
