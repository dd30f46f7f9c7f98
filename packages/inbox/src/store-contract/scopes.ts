import { invoice, order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** What dedupe never crosses: the provider, and the scope. */
export function scopeTests(test: AddTest, harness: StoreHarness): void {
  test(
    "scopes keep equal deliveries apart",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      assert.equal(await accept(acceptor, order(1), { scope: "a" }), "accepted");
      assert.equal(await accept(acceptor, order(1), { scope: "b" }), "accepted");
      assert.equal(await accept(acceptor, order(1)), "accepted");
      assert.equal(await accept(acceptor, order(1), { scope: "a" }), "duplicate");
      const scopes = (await acceptor.list({ state: "pending" })).map((row) => row.scope);
      assert.deepEqual(scopes.toSorted(), ["", "a", "b"]);
    }),
  );

  test(
    "no delivery of another scope makes a replay",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      assert.equal(await accept(acceptor, order(1, "one"), { scope: "a" }), "accepted");
      assert.equal(await accept(acceptor, order(1, "two"), { scope: "b" }), "accepted");
      assert.equal(await accept(acceptor, order(1, "two"), { scope: "a" }), "replay");
      assert.equal(await accept(acceptor, order(1, "one"), { scope: "b" }), "replay");
      const kept = await acceptor.list({ state: "dead" });
      assert.deepEqual(kept.map(({ scope, unsignedId }) => `${scope} ${unsignedId}`).toSorted(), [
        "a two",
        "b one",
      ]);
    }),
  );

  test(
    "no delivery of another scope revives a dead one",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
      });
      const own = await worker({ attempts: 1 }, [orders, handler]);
      await accept(own, order(1), { scope: "a" });
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, order(1), { scope: "b" }), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal((await own.list({ state: "dead" }))[0]?.scope, "a");
      assert.equal(await accept(own, order(1), { scope: "a" }), "accepted");
      await until(backend, async () => (await own.counts()).done === 2);
      assert.deepEqual(
        handled.map(({ context }) => [context.scope, context.attempt]),
        [
          ["a", 1],
          ["b", 1],
          ["a", 2],
        ],
      );
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
    }),
  );

  test(
    "providers keep equal deliveries apart, their replays and their dead ones, too",
    withBench(harness, async ({ worker, backend }) => {
      const failing = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1 }, [orders, failing.handler]);
      await accept(own, order(1, "one"));
      await until(backend, async () => (await own.counts()).dead === 1);
      assert.equal(await accept(own, invoice(1, "one")), "accepted");
      assert.equal(await accept(own, invoice(1, "one")), "duplicate");
      assert.equal(await accept(own, invoice(1, "two")), "replay");
      assert.deepEqual(await own.counts(), { pending: 1, running: 0, done: 0, dead: 2 });
      const rows = [...(await own.list({ state: "pending" })), ...(await own.list({ state: "dead" }))];
      assert.equal(new Set(rows.map(({ dedupeKey }) => dedupeKey)).size, 1);
      assert.deepEqual(rows.map(({ provider, unsignedId }) => `${provider} ${unsignedId}`).toSorted(), [
        "invoices one",
        "invoices two",
        "orders one",
      ]);
      assert.equal(failing.handled.length, 1);
    }),
  );
}
