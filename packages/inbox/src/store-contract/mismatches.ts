import {
  deliver,
  dispatch,
  flags,
  order,
  orders,
  strictFlags,
  strictOrders,
  strictUsers,
  toggle,
  users,
  type Verified,
} from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Events that this version's schema does not read: kept, dead, for the version that does. */
export function mismatchTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a schema-mismatch is kept, dead, and handled after an upgrade",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const body = { type: "created", number: 7 };
      const refused = deliver(strictOrders, body, { "x-delivery": "a" });
      const acceptor = inbox();
      assert.equal(await accept(acceptor, refused), "accepted");
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
      await accept(acceptor, refused);
      assert.equal(await accept(acceptor, refused), "accepted");
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 1 });
    }),
  );

  test(
    "a delivery that the schema no longer reads is dead at once, and not tried again",
    withBench(harness, async ({ inbox, worker, backend }) => {
      await accept(inbox(), order(1));
      const { handler, handled } = recorder();
      const own = await worker({}, [strictOrders, handler]);
      await until(backend, async () => (await own.counts()).dead === 1);
      const [row] = await own.list({ state: "dead" });
      assert.equal(row?.reason, "schema-mismatch");
      assert.equal(row?.attempt, 1);
      assert.equal(handled.length, 0);
    }),
  );

  test(
    "a schema-mismatch leaves an equal delivery as it is, dead or pending",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const failing = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1 }, [orders, failing.handler]);
      await accept(own, order(1));
      await until(backend, async () => (await own.counts()).dead === 1);
      await own.stop();
      const acceptor = inbox();
      const before = await acceptor.list({ state: "dead" });
      const refused = deliver(strictOrders, { type: "created", number: 1 }, { "x-delivery": "delivery-1" });
      assert.equal(await accept(acceptor, refused), "accepted");
      assert.deepEqual(await acceptor.list({ state: "dead" }), before);
      assert.equal(await accept(acceptor, order(1)), "accepted");
      assert.equal(await accept(acceptor, refused), "duplicate");
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 0 });
    }),
  );

  test(
    "an occurrence leaves an equal schema-mismatch as it is, and both are handled after an upgrade",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      assert.equal(await accept(acceptor, deliver(strictFlags, { type: "toggled", on: true })), "accepted");
      const refused = await acceptor.list({ state: "dead" });
      assert.equal(await accept(acceptor, toggle()), "accepted");
      assert.deepEqual(await acceptor.list({ state: "dead" }), refused);
      const { handler, handled } = recorder();
      const own = await worker({}, [flags, handler]);
      assert.equal(await own.retry(refused[0]!.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
    }),
  );

  test(
    "a repeatable event that is kept as a schema-mismatch is kept under each of its ids, and all are handled after an upgrade",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      const acceptances = [];
      for (const id of ["a", "b", "c", "b"]) acceptances.push(await accept(acceptor, refusedDispatch(id)));
      assert.deepEqual(acceptances, ["accepted", "replay", "replay", "accepted"]);
      const rows = await acceptor.list({ state: "dead" });
      assert.deepEqual(rows.map(({ unsignedId, reason }) => `${unsignedId} ${reason}`).toSorted(), [
        "a schema-mismatch",
        "b schema-mismatch",
        "c schema-mismatch",
      ]);
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      assert.equal(await accept(own, dispatch("b")), "accepted");
      await until(backend, async () => (await own.counts()).done === 1);
      for (const row of rows) await own.retry(row.id);
      await until(backend, async () => (await own.counts()).done === 3);
      assert.deepEqual(handled.map(({ event }) => String(event.id)).toSorted(), ["a", "b", "c"]);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 3);
    }),
  );

  test(
    "a repeatable event without an id that is kept as a schema-mismatch is kept each time that it comes",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox();
      const refused = deliver(strictFlags, { type: "toggled", on: true });
      for (let time = 0; time < 2; time++) assert.equal(await accept(acceptor, refused), "accepted");
      const rows = await acceptor.list({ state: "dead" });
      assert.equal(rows.length, 2);
      const { handler, handled } = recorder();
      const own = await worker({}, [flags, handler]);
      for (const row of rows) assert.equal(await own.retry(row.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(new Set(handled.map(({ context }) => context.key)).size, 2);
    }),
  );

  test(
    "a schema-mismatch under another id than a first one's is a replay, which a retry runs",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const body = { type: "created", number: 7 };
      const acceptor = inbox();
      assert.equal(await accept(acceptor, deliver(strictOrders, body, { "x-delivery": "a" })), "accepted");
      const [first] = await acceptor.list({ state: "dead" });
      await acceptor.stop();
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      assert.equal(await own.retry(first!.id), true);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.equal(await accept(own, deliver(strictOrders, body, { "x-delivery": "b" })), "replay");
      const [kept] = await own.list({ state: "dead" });
      assert.equal(kept?.reason, "replay");
      assert.equal(await own.retry(kept!.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.deepEqual(
        handled.map(({ event, context }) => [event.id, context.replay]),
        [
          ["a", false],
          ["b", true],
        ],
      );
    }),
  );

  test(
    "a schema-mismatch and the same event sent again after an upgrade are both handled, with an equal key",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const body = { type: "joined", id: "u1" };
      const acceptor = inbox();
      assert.equal(await accept(acceptor, deliver(strictUsers, body)), "accepted");
      const [refused] = await acceptor.list({ state: "dead" });
      const { handler, handled } = recorder();
      const own = await worker({}, [users, handler]);
      assert.equal(await accept(own, deliver(users, body)), "accepted");
      assert.equal(await own.retry(refused!.id), true);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(handled[0]?.context.key, handled[1]?.context.key);
    }),
  );
}

/** The same event before its schema read it. */
function refusedDispatch(id: string): Verified {
  return deliver(strictOrders, { type: "dispatched" }, { "x-delivery": id });
}
