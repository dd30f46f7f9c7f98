import type { RowQuery } from "../store/store.ts";
import { deliver, dispatch, flags, invoice, invoices, order, orders, strictOrders } from "./deliveries.ts";
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
        "furtherReplays",
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
    "list shows those that fit, by reason, provider, scope, name and time",
    withBench(harness, async ({ worker, backend }) => {
      const { handler } = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1 }, [orders, handler], [invoices, handler]);
      await accept(own, order(1, "a"), { scope: "acme" });
      await accept(own, invoice(2, "b"), { scope: "acme" });
      await accept(own, deliver(strictOrders, { type: "created", number: 3 }, { "x-delivery": "c" }), {
        scope: "umbrella",
      });
      await accept(own, dispatch("d"), { scope: "acme" });
      await until(backend, async () => (await own.counts()).dead === 4);
      const listed = async (query: RowQuery): Promise<string[]> =>
        (await own.list({ state: "dead", ...query })).map(({ unsignedId }) => unsignedId!).toSorted();
      assert.deepEqual(await listed({ reason: "attempts" }), ["a", "b", "d"]);
      assert.deepEqual(await listed({ reason: "schema-mismatch" }), ["c"]);
      assert.deepEqual(await listed({ reason: "replay" }), []);
      assert.deepEqual(await listed({ provider: "orders" }), ["a", "c", "d"]);
      assert.deepEqual(await listed({ provider: "nobody" }), []);
      assert.deepEqual(await listed({ scope: "acme", provider: "orders" }), ["a", "d"]);
      assert.deepEqual(await listed({ scope: "" }), []);
      assert.deepEqual(await listed({ name: "dispatched" }), ["d"]);
      const [first] = await own.list({ state: "dead", provider: "orders", name: "created", scope: "acme" });
      const at = first!.receivedAt.getTime();
      assert.equal((await listed({ since: new Date(at) })).length, 4);
      assert.deepEqual(await listed({ until: new Date(at) }), []);
      assert.deepEqual(await listed({ since: new Date(at + 3_600_000) }), []);
      assert.deepEqual(await listed({ since: 3_600_000, scope: "umbrella" }), ["c"]);
    }),
  );

  test(
    "pages go on from where they were, although every row of the last one has left the state or died again",
    withBench(harness, async ({ worker, backend }) => {
      const { handler, handled } = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1, concurrency: 1 }, [orders, handler]);
      for (let number = 0; number < 12; number++) await accept(own, order(number));
      await until(backend, async () => (await own.counts()).dead === 12);
      const seen: string[] = [];
      let after: string | undefined;
      for (let page = 0; page < 4; page++) {
        const rows = await own.list({ state: "dead", limit: 3, after });
        for (const { id } of rows) assert.equal(await own.retry(id), true);
        // Dead again, where the store puts what died last.
        await until(backend, async () => (await own.counts()).dead === 12);
        seen.push(...rows.map(({ id }) => id));
        after = rows.at(-1)!.id;
      }
      assert.equal(new Set(seen).size, 12);
      assert.equal(handled.length, 24);
      await own.stop();

      // And those that a retry let run, and that wait now.
      const left: string[] = [];
      after = undefined;
      for (let page = 0; page < 3; page++) {
        const rows = await own.list({ state: "dead", limit: 4, after });
        for (const { id } of rows) assert.equal(await own.retry(id), true);
        left.push(...rows.map(({ id }) => id));
        after = rows.at(-1)!.id;
      }
      assert.equal(new Set(left).size, 12);
      assert.deepEqual(await own.list({ state: "dead", after }), []);
    }),
  );

  test(
    "a list that goes on behind what is no row begins with the oldest",
    withBench(harness, async ({ inbox }) => {
      const acceptor = inbox();
      await accept(acceptor, order(1));
      for (const after of ["", "\0", "no:row", "9:9:9", "orders:"]) {
        assert.equal((await acceptor.list({ state: "pending", after })).length, 1);
      }
    }),
  );

  test(
    "retry gives all that fit their attempts again, once, and frees no replay unless it is asked to",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const acceptor = inbox({ attempts: 1 });
      await accept(acceptor, dispatch("first"));
      await accept(acceptor, order(0, "first"));
      await accept(acceptor, order(0, "replay"));
      const { handler, handled } = recorder(() => Promise.reject(new Error("broken")));
      const own = await worker({ attempts: 1 }, [orders, handler], [invoices, handler]);
      for (let number = 1; number < 8; number++) await accept(own, order(number), { scope: "acme" });
      await accept(own, invoice(1, "other"));
      await until(backend, async () => (await own.counts()).dead === 11);
      const before = handled.length;
      assert.equal(await own.retry({ provider: "orders", scope: "acme" }), 7);
      await until(backend, async () => (await own.counts()).dead === 11);
      assert.equal(handled.length, before + 7);
      assert.equal(await own.retry({ reason: "schema-mismatch" }), 0);
      assert.equal(await own.retry({}), 10);
      await until(backend, async () => (await own.counts()).dead === 11);
      assert.equal(handled.length, before + 17);
      assert.equal(await own.retry({ reason: "replay", since: 3_600_000 }), 1);
      await until(backend, () => handled.length === before + 18);
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
      // A long lease: on a busy machine a short one ends, and what runs would die at its only attempt.
      const options = { attempts: 1, concurrency: 50, leaseMs: 60_000 };
      const own = await worker(options, [orders, handler]);
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
