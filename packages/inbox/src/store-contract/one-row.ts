import { deliver, dispatch, order, orders, strictOrders } from "./deliveries.ts";
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

/** One delivery as an operator sees it, and deletes it. */
export function oneRowTests(test: AddTest, harness: StoreHarness): void {
  test(
    "get shows one delivery in each state, with its payload and its next attempt",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      await accept(acceptor, order(1, "a"), { scope: "acme" });
      const [pending] = await acceptor.list({ state: "pending" });
      const { payload, body, issues, nextAttemptAt, ...row } = (await acceptor.get(pending!.id))!;
      assert.deepEqual(row, pending);
      assert.deepEqual(payload, { type: "created", number: 1 });
      assert.equal(new TextDecoder().decode(body), '{"type":"created","number":1}');
      assert.deepEqual([issues, nextAttemptAt instanceof Date], [undefined, true]);

      const stuck = gate();
      const failing = recorder((_, count) => {
        if (count === 1) throw new Error("broken");
        return stuck.handler({} as never, {} as never);
      });
      const own = await worker({ attempts: 3, backoff: { delayMs: 100 } }, [orders, failing.handler]);
      await until(backend, stuck.isEntered);
      const running = (await own.get(row.id))!;
      assert.deepEqual([running.state, running.attempt, running.nextAttemptAt], ["running", 2, undefined]);
      stuck.open();
      await until(backend, async () => (await own.get(row.id))?.state === "done");
      assert.equal((await own.get(row.id))?.nextAttemptAt, undefined);
    }),
  );

  test(
    "get says when a delivery that is backing off is due",
    withBench(harness, async ({ worker, backend }) => {
      const failing = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ backoff: { delayMs: 60_000 } }, [orders, failing.handler]);
      await accept(own, order(1, "a"));
      await until(backend, async () => (await own.list({ state: "pending" }))[0]?.error === "broken");
      const [row] = await own.list({ state: "pending" });
      const { nextAttemptAt, receivedAt } = (await own.get(row!.id))!;
      const waitMs = nextAttemptAt!.getTime() - receivedAt.getTime();
      assert.ok(waitMs >= 30_000 && waitMs < 90_000);
    }),
  );

  test(
    "a schema-mismatch keeps its message and its issues, and a process that knows the provider reads it anew",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      const body = { type: "created", number: 7 };
      await accept(acceptor, deliver(strictOrders, body));
      const [row] = await acceptor.list({ state: "dead" });
      assert.match(row!.error!, /number: expected string/);
      const found = (await acceptor.get(row!.id))!;
      assert.deepEqual(found.payload, body);
      assert.deepEqual(
        found.issues?.map(({ path, expected }) => ({ path, expected })),
        [{ path: ["number"], expected: "string" }],
      );
      const strict = await inbox({}, [strictOrders, recorder().handler]).get(row!.id);
      assert.deepEqual(strict?.issues, found.issues);
      const lenient = await inbox({}, [orders, recorder().handler]).get(row!.id);
      assert.deepEqual(lenient?.payload, body);
    }),
  );

  test(
    "get and delete find nothing under other ids",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      await accept(acceptor, order(1));
      const [row] = await acceptor.list({ state: "pending" });
      for (const id of ["", "0", "no:row", `${row!.id}0`, `${row!.id}:anything`, "\0"]) {
        assert.equal(await acceptor.get(id), undefined);
        assert.equal(await acceptor.delete(id), false);
      }
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
    }),
  );

  test(
    "a deleted delivery is gone from every list, and its duplicates are still recognised until the window is over",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const failing = recorder(({ event }) => {
        if (event.id === "dead") throw new Error("broken");
      });
      const own = await worker({ attempts: 1, windowMs: harness.windowMs }, [orders, failing.handler]);
      await accept(own, order(1, "dead"));
      await accept(own, order(2, "done"));
      await until(backend, async () => {
        const { dead, done } = await own.counts();
        return dead === 1 && done === 1;
      });
      await own.stop();
      const acceptor = inbox({ windowMs: harness.windowMs });
      await accept(acceptor, order(3, "pending"));
      for (const state of ["dead", "done", "pending"] as const) {
        const [row] = await acceptor.list({ state });
        assert.equal(await acceptor.delete(row!.id), true);
        assert.equal(await acceptor.get(row!.id), undefined);
        assert.equal(await acceptor.retry(row!.id), false);
        assert.equal(await acceptor.delete(row!.id), false);
        assert.deepEqual(await acceptor.list({ state }), []);
      }
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 0 });
      assert.equal(await accept(acceptor, order(1, "dead")), "duplicate");
      assert.equal(await accept(acceptor, order(3, "pending")), "duplicate");
      assert.equal(await accept(acceptor, order(3, "another")), "replay");

      await backend.pass(2 * harness.windowMs);
      assert.equal(await accept(acceptor, order(1, "dead")), "accepted");
      const { handler, handled } = recorder();
      await worker({ windowMs: harness.windowMs }, [orders, handler]);
      await until(backend, () => handled.length === 1);
      assert.equal(handled[0]?.event.id, "dead");
    }),
  );

  test(
    "a delivery that runs is not deleted, nor is another occurrence of a deleted one lost",
    withBench(harness, async ({ worker, backend }) => {
      const stuck = gate();
      const own = await worker({}, [orders, stuck.handler]);
      await accept(own, dispatch("a"));
      await until(backend, stuck.isEntered);
      const [row] = await own.list({ state: "running" });
      await assert.rejects(own.delete(row!.id), (error) => /is running/.test(String(error)));
      stuck.open();
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await own.delete(row!.id), true);
      assert.equal(await accept(own, dispatch(undefined)), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
    }),
  );
}
