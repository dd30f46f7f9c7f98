import type { Inbox } from "../lifecycle/inbox.ts";
import { deliver, order, orders, type Verified } from "./deliveries.ts";
import {
  accept,
  assert,
  randomText,
  recorder,
  until,
  withBench,
  type AddTest,
  type StoreHarness,
} from "./harness.ts";

/** Replays that are kept aside: how many, with which body, and for how long. */
export function keptReplayTests(test: AddTest, harness: StoreHarness): void {
  const { windowMs } = harness;

  test(
    "of one delivery 16 replays are kept by all processes together, and the others counted",
    withBench(harness, async ({ inbox }) => {
      const processes = [inbox(), inbox()];
      await accept(processes[0]!, order(1, "first"));
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          assert.equal(await accept(processes[index % 2]!, order(1, `stranger-${index}`)), "replay");
        }),
      );
      const kept = await processes[0]!.list({ state: "dead" });
      assert.equal(kept.length, 16);
      assert.equal(new Set(kept.map(({ unsignedId }) => unsignedId)).size, 16);
      assert.ok(kept.every(({ reason, replay }) => reason === "replay" && replay));
      assert.equal(furtherIn(kept), 84);
      // One that is kept is not counted again, and another delivery has its own.
      for (const { unsignedId } of kept) {
        assert.equal(await accept(processes[1]!, order(1, unsignedId)), "replay");
      }
      await accept(processes[1]!, order(2, "first"));
      assert.equal(await accept(processes[1]!, order(2, "stranger-0")), "replay");
      const all = await processes[1]!.list({ state: "dead" });
      assert.equal(all.length, 17);
      assert.equal(furtherIn(all), 84);
    }),
  );

  test(
    "a retry runs a kept replay with the whole body, be its first delivery pending or done",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const payload = { type: "other", text: randomText(20_000), long: "x".repeat(20_000) };
      const sent = (id: string): Verified => deliver(orders, payload, { "x-delivery": id });
      const acceptor = inbox();
      await accept(acceptor, sent("a"));
      for (const id of ["b", "c"]) assert.equal(await accept(acceptor, sent(id)), "replay");
      await retryOf(acceptor, "b");
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 2);
      assert.equal(await accept(own, sent("d")), "replay");
      for (const id of ["c", "d"]) await retryOf(own, id);
      await until(backend, async () => (await own.counts()).done === 4);
      assert.deepEqual(handled.map(({ event }) => String(event.id)).toSorted(), ["a", "b", "c", "d"]);
      assert.ok(handled.every(({ event }) => JSON.stringify(event.payload) === JSON.stringify(payload)));
    }),
  );

  test(
    "get shows a kept replay with the body of its first delivery, and a deletion of that takes both",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      await accept(acceptor, order(1, "a"));
      for (const id of ["b", "c", "d"]) await accept(acceptor, order(1, id));
      const kept = await acceptor.list({ state: "dead" });
      for (const { id } of kept) {
        const { payload, reason } = (await acceptor.get(id))!;
        assert.deepEqual([payload, reason], [{ type: "created", number: 1 }, "replay"]);
      }
      assert.equal(await acceptor.delete(kept[0]!.id), true);
      assert.deepEqual(await acceptor.counts(), { pending: 1, running: 0, done: 0, dead: 2 });
      const [first] = await acceptor.list({ state: "pending" });
      assert.equal(await acceptor.delete(first!.id), true);
      assert.deepEqual(await acceptor.counts(), { pending: 0, running: 0, done: 0, dead: 0 });
      assert.equal(await acceptor.get(kept[1]!.id), undefined);
      assert.equal(await accept(acceptor, order(1, "a")), "duplicate");
      assert.equal(await accept(acceptor, order(1, "e")), "replay");
      const [later] = await acceptor.list({ state: "dead" });
      assert.equal(later?.unsignedId, "e");
    }),
  );

  test(
    "a kept replay whose first delivery is purged is gone, or cannot be retried",
    withBench(harness, async ({ worker, backend }) => {
      const own = await worker({ windowMs }, [orders, recorder().handler]);
      await accept(own, order(1, "a"));
      await until(backend, async () => (await own.counts()).done === 1);
      await backend.pass(windowMs / 2);
      assert.equal(await accept(own, order(1, "b")), "replay");
      await backend.pass(windowMs / 2 + 5);
      assert.ok((await own.purge({ olderThan: windowMs / 2 + 1 })) >= 1);
      for (const { id } of await own.list({ state: "dead" })) assert.equal(await own.retry(id), false);
    }),
  );

  test(
    "kept replays are gone when their window is over, without a purge of what is dead",
    withBench(harness, async ({ worker, backend, stores }) => {
      const { handler } = recorder(({ event }) => {
        if (event.id === "fails") throw new Error("broken");
      });
      const own = await worker({ windowMs, attempts: 1 }, [orders, handler]);
      await accept(own, order(1, "a"));
      await accept(own, order(2, "fails"));
      await until(backend, async () => (await own.counts()).done === 1 && (await own.counts()).dead === 1);
      for (const id of ["b", "c"]) assert.equal(await accept(own, order(1, id)), "replay");
      assert.equal(await accept(own, order(2, "d")), "replay");
      await stores[0]!.purge(stores[0]!.clock.now(), false);
      assert.equal((await own.counts()).dead, 4);
      await backend.pass(windowMs + 5);
      await stores[0]!.purge(stores[0]!.clock.now(), false);
      const left = await own.list({ state: "dead" });
      assert.deepEqual(
        left.map(({ unsignedId }) => unsignedId),
        ["fails"],
      );
      assert.equal(await accept(own, order(1, "b")), "accepted");
    }),
  );

  test(
    "kept replays go when a new delivery takes the place of their first one",
    withBench(harness, async ({ worker, backend }) => {
      const own = await worker({ windowMs }, [orders, recorder().handler]);
      await accept(own, order(1, "a"));
      await until(backend, async () => (await own.counts()).done === 1);
      await accept(own, order(1, "b"));
      await backend.pass(windowMs + 5);
      assert.equal(await accept(own, order(1, "b")), "accepted");
      assert.deepEqual(await own.list({ state: "dead" }), []);
    }),
  );
}

function furtherIn(rows: readonly { readonly furtherReplays: number }[]): number {
  return rows.reduce((sum, { furtherReplays }) => sum + furtherReplays, 0);
}

/** Retries the dead delivery of an id. */
async function retryOf(inbox: Inbox, id: string): Promise<void> {
  const row = (await inbox.list({ state: "dead" })).find(({ unsignedId }) => unsignedId === id);
  assert.equal(await inbox.retry(row!.id), true);
}
