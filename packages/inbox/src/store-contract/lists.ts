import { deliver, flags, invoice, invoices, order, orders } from "./deliveries.ts";
import { accept, assert, recorder, until, withBench, type AddTest, type StoreHarness } from "./harness.ts";

/** Which deliveries are listed and counted, and in which order. */
export function listTests(test: AddTest, harness: StoreHarness): void {
  test(
    "list shows a state in pages, oldest first, and never a body",
    withBench(harness, async ({ inbox, backend }) => {
      const acceptor = inbox();
      for (let number = 0; number < 7; number++) {
        await accept(acceptor, order(number));
        await backend.pass(2);
      }
      const pages = [];
      let after: string | undefined;
      for (;;) {
        const page = await acceptor.list({
          state: "pending",
          limit: 3,
          ...(after !== undefined && { after }),
        });
        if (page.length === 0) break;
        pages.push(page);
        after = page.at(-1)!.id;
      }
      assert.deepEqual(
        pages.map((page) => page.length),
        [3, 3, 1],
      );
      assert.deepEqual(
        pages.flat().map((row) => row.unsignedId),
        Array.from({ length: 7 }, (_, index) => `delivery-${index}`),
      );
      assert.deepEqual(Object.keys(pages[0]![0]!).toSorted(), [
        "attempt",
        "dedupeKey",
        "error",
        "id",
        "name",
        "provider",
        "reason",
        "receivedAt",
        "replay",
        "scope",
        "state",
        "unsignedId",
      ]);
      assert.deepEqual(await acceptor.list({ state: "dead" }), []);
      assert.deepEqual(await acceptor.list({ state: "running" }), []);
      assert.deepEqual(await acceptor.list({ state: "done" }), []);
    }),
  );

  test(
    "pages show each dead one once, kept aside or failed, of every provider",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1 }, [orders, handler], [invoices, handler]);
      const ids = ["a", "b", "c", "d", "e"];
      for (const id of ids) {
        const [first, second] = [order(ids.indexOf(id), id), invoice(ids.indexOf(id), id)];
        for (const given of [first, second]) await accept(own, given);
      }
      await until(backend, async () => (await own.counts()).dead === 10);
      await own.stop();
      const free = (await own.list({ state: "dead" })).find(
        ({ provider, unsignedId }) => provider === "orders" && unsignedId === "a",
      );
      assert.equal(await own.retry(free!.id), true);
      assert.equal(await accept(own, order(0, "z")), "replay");
      assert.equal(await accept(own, order(0, "y")), "replay");
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await own.list({ state: "dead", limit: 3, ...(after !== undefined && { after }) });
        if (page.length === 0) break;
        seen.push(...page.map(({ id }) => id));
        after = page.at(-1)!.id;
      }
      assert.equal(seen.length, (await own.counts()).dead);
      assert.equal(new Set(seen).size, seen.length);
    }),
  );

  test(
    "counts are exact for every state",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder(({ event }) => {
        const { number } = event.payload as { number: number };
        if (number % 3 === 0) throw new Error("broken");
        return number % 3 === 1 ? new Promise(() => {}) : undefined;
      });
      const own = await worker({ attempts: 1, concurrency: 50 }, [orders, handler]);
      await Promise.all(
        Array.from({ length: 30 }, (_, number) => {
          return accept(own, order(number));
        }),
      );
      await accept(own, deliver(flags, { type: "archived" })); // nobody handles flags here
      await until(backend, async () => {
        const { done, dead, running } = await own.counts();
        return done === 10 && dead === 10 && running === 10;
      });
      assert.deepEqual(await own.counts(), { pending: 1, running: 10, done: 10, dead: 10 });
      for (const [state, count] of Object.entries(await own.counts())) {
        const rows = await own.list({ state: state as keyof Awaited<ReturnType<typeof own.counts>> });
        assert.deepEqual([state, rows.length], [state, count]);
        assert.ok(rows.every((row) => row.state === state));
      }
    }),
  );
}
