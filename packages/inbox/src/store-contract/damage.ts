import { order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Stored deliveries that can no longer be read, where something can happen to them. */
export function damageTests(test: AddTest, harness: StoreHarness): void {
  if (harness.isDamageable !== true) return;
  test(
    "one that cannot be read ends dead, neither the others nor the lists notice, and a redelivery revives it whole",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      for (const number of [1, 2, 3]) await accept(acceptor, order(number));
      const pending = await acceptor.list({ state: "pending" });
      const damaged = pending.find(({ unsignedId }) => unsignedId === "delivery-2")!;
      await backend.damage!(damaged.id);
      assert.equal((await acceptor.list({ state: "pending" })).length, 3);

      const { handler, handled } = recorder();
      const own = await worker({ attempts: 2 }, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 2 && (await own.counts()).dead === 1);
      const ids = new Set(handled.map(({ event }) => event.id));
      assert.deepEqual(ids, new Set(["delivery-1", "delivery-3"]));
      const dead = await own.list({ state: "dead" });
      assert.deepEqual(
        dead.map(({ id, provider, reason }) => ({ id, provider, reason })),
        [{ id: damaged.id, provider: "orders", reason: "unreadable" }],
      );
      assert.ok(dead[0]!.error);

      assert.equal(await accept(own, order(2)), "accepted");
      await until(backend, async () => (await own.counts()).done === 3);
      assert.deepEqual(handled.at(-1)?.event, order(2).verified);
      assert.deepEqual(await own.list({ state: "dead" }), []);
    }),
  );
}
