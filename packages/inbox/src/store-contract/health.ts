import { order, orders } from "./deliveries.ts";
import { accept, assert, gate, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** How an inbox says that it is well. */
export function healthTests(test: AddTest, harness: StoreHarness): void {
  test(
    "health tells the counts, the age of the oldest pending delivery, and who is paused or started",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      assert.deepEqual(await acceptor.health(), {
        isOpen: true,
        reason: undefined,
        isStarted: false,
        counts: { pending: 0, running: 0, done: 0, dead: 0 },
        oldestPendingMs: undefined,
        paused: [],
        lastError: undefined,
      });
      await accept(acceptor, order(1));
      await backend.pass(300);
      await accept(acceptor, order(2));
      await acceptor.pause("orders");
      const health = await acceptor.health();
      assert.ok(health.oldestPendingMs! >= 250 && health.oldestPendingMs! < 60_000);
      assert.deepEqual([health.counts?.pending, health.paused], [2, ["orders"]]);
      await acceptor.resume("orders");

      const stuck = gate();
      const own = await worker({ concurrency: 1 }, [orders, stuck.handler]);
      await until(backend, stuck.isEntered);
      const started = await own.health();
      assert.deepEqual([started.isStarted, started.counts?.running, started.paused], [true, 1, []]);
      stuck.open();
      await until(backend, async () => (await own.health()).counts?.done === 2);
      assert.equal((await own.health()).oldestPendingMs, undefined);
    }),
  );
}
