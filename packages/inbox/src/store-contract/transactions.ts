import type { HandlerContext } from "../handling/handler.ts";
import { deliver, dispatch, order, orders, strictOrders } from "./deliveries.ts";
import {
  accept,
  assert,
  recorder,
  until,
  withBench,
  type AddTest,
  type Bench,
  type StoreHarness,
  type Transaction,
} from "./harness.ts";

/**
 * Accepting and handling inside the caller's own transaction, where the store shares one; a
 * TypeError where it does not.
 */
export function transactionTests(test: AddTest, harness: StoreHarness): void {
  /** Adds a test for stores that share transactions. The others have none to begin. */
  function testShared(
    name: string,
    body: (bench: Bench, begin: () => Promise<Transaction>) => Promise<void>,
  ): void {
    if (harness.sharesTransactions !== true) return;
    test(
      `in a transaction, ${name}`,
      withBench(harness, (bench) => body(bench, () => bench.backend.begin!())),
    );
  }

  test(
    "what is no transaction, or none of this store's, is a TypeError, and nothing is stored",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      for (const tx of [{}, null, 7, "tx"]) {
        await assert.rejects(accept(acceptor, order(1), { tx }), TypeError);
      }
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 0 });
    }),
  );

  testShared("nothing is stored before the caller's commit", async ({ inbox, backend, worker }, begin) => {
    const { handler, handled } = recorder();
    const own = await worker({}, [orders, handler]);
    const transaction = await begin();
    const { tx } = transaction;
    assert.equal(await accept(own, order(1), { tx }), "accepted");
    assert.equal((await inbox().counts()).pending, 0);
    assert.equal(handled.length, 0);
    await transaction.commit();
    await until(backend, async () => (await own.counts()).done === 1);
    assert.equal(await accept(own, order(1)), "duplicate");
  });

  testShared("a rollback leaves nothing, of neither what is kept aside", async ({ inbox }, begin) => {
    const acceptor = inbox();
    const transaction = await begin();
    const { tx } = transaction;
    const refused = deliver(strictOrders, { type: "created", number: 2 });
    assert.equal(await accept(acceptor, order(1, "a"), { tx }), "accepted");
    assert.equal(await accept(acceptor, order(1, "a"), { tx }), "duplicate");
    assert.equal(await accept(acceptor, order(1, "b"), { tx }), "replay");
    assert.equal(await accept(acceptor, dispatch("a"), { tx }), "accepted");
    assert.equal(await accept(acceptor, refused, { tx }), "accepted");
    await transaction.rollback();
    assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 0 });
    assert.equal(await accept(acceptor, order(1, "b")), "accepted");
  });

  testShared("a commit keeps what is kept aside, with its reason", async ({ inbox }, begin) => {
    const acceptor = inbox();
    const transaction = await begin();
    const { tx } = transaction;
    const refused = deliver(strictOrders, { type: "created", number: 2 });
    await accept(acceptor, order(1, "a"), { tx });
    await accept(acceptor, order(1, "b"), { tx });
    await accept(acceptor, refused, { tx });
    await transaction.commit();
    assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 2 });
    const reasons = new Set((await acceptor.list({ state: "dead" })).map(({ reason }) => reason));
    assert.deepEqual(reasons, new Set(["schema-mismatch", "replay"]));
  });

  testShared("a rollback takes a revival back", async ({ worker, backend }, begin) => {
    const { handler, handled } = recorder((_, count) => {
      if (count === 1) throw new Error("broken");
    });
    const own = await worker({ attempts: 1 }, [orders, handler]);
    await accept(own, order(1));
    await until(backend, async () => (await own.counts()).dead === 1);
    const before = await own.list({ state: "dead" });
    const transaction = await begin();
    const { tx } = transaction;
    assert.equal(await accept(own, order(1), { tx }), "accepted");
    await transaction.rollback();
    assert.deepEqual(await own.list({ state: "dead" }), before);
    assert.equal(handled.length, 1);
  });

  for (const { end, acceptance } of [
    { end: "rollback", acceptance: "accepted" },
    { end: "commit", acceptance: "duplicate" },
  ] as const) {
    testShared(
      `a concurrent equal delivery waits for the caller's ${end}, and then is ${acceptance}`,
      async ({ inbox, backend }, begin) => {
        const [one, other] = [inbox(), inbox()];
        await Promise.all([one.counts(), other.counts()]);
        const transaction = await begin();
        assert.equal(await accept(one, order(1), { tx: transaction.tx }), "accepted");
        let given: string | undefined;
        const second = accept(other, order(1)).then((result) => (given = result));
        await backend.pass(500);
        assert.equal(given, undefined);
        await transaction[end]();
        assert.equal(await second, acceptance);
        assert.deepEqual(await one.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
      },
    );
  }

  testShared("what a handler does in its own commits with the completion or not at all", async (bench) => {
    const { worker, backend } = bench;
    const acceptances: string[] = [];
    const { handler, handled } = recorder(async ({ event, context }, count) => {
      if (event.id !== "a") return;
      acceptances.push(await accept(own, order(2, "b"), { tx: context.tx }));
      if (count === 1) throw new Error("after the write");
    });
    const own = await worker({}, [orders, handler]);
    await accept(own, order(1, "a"));
    await until(backend, async () => (await own.counts()).done === 2);
    // At the second attempt it was new again: the first one's went with its failure.
    assert.deepEqual(acceptances, ["accepted", "accepted"]);
    assert.deepEqual(
      handled.map(({ event, context }) => [event.id, context.attempt]),
      [
        ["a", 1],
        ["a", 2],
        ["b", 1],
      ],
    );
  });

  testShared("a handler's is over when its attempt is", async ({ worker, backend }) => {
    let kept: HandlerContext["tx"];
    const { handler } = recorder(async ({ event, context }) => {
      if (event.id !== "a") return;
      kept = context.tx;
      await accept(own, order(2, "b"), { tx: kept });
    });
    const own = await worker({}, [orders, handler]);
    await accept(own, order(1, "a"));
    await until(backend, async () => (await own.counts()).done === 2);
    await assert.rejects(
      accept(own, order(3), { tx: kept }),
      (error) => error instanceof Error && /over/.test(error.message),
    );
    assert.deepEqual(await own.counts(), { pending: 0, running: 0, done: 2, dead: 0 });
  });
}
