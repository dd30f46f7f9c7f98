import { WebhookError } from "@flaghook/core";
import type { Entry } from "../store/stored-entry.ts";
import type { ClaimedDelivery } from "../store/store.ts";
import { deliver, flags, orders } from "./deliveries.ts";
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

/** The parts of a delivery that a store keeps, and those that a handler gets back. */
export function storedTests(test: AddTest, harness: StoreHarness): void {
  test(
    "a handler sees the event, its headers and bytes as they came, hostile ones too",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const payload = {
        type: "other\u0000 \ud800",
        text: "\u0000\u2028ß💥",
        random: randomText(100_000),
        long: "x".repeat(1_000_000),
      };
      const { verified, delivery } = deliver(orders, payload, { "x-delivery": "d", "x-region": "eu" });
      assert.equal(verified.secretIndex, 1);
      await inbox().accept(verified, delivery, { scope: "tenant \u0000" });
      const { handler, handled } = recorder();
      const own = await worker({}, [orders, handler]);
      await until(backend, async () => (await own.counts()).done === 1);
      assert.deepEqual(handled[0]?.event, verified);
      assert.equal(handled[0]?.context.scope, "tenant \u0000");
      assert.equal(handled[0]?.context.replay, false);
      const [row] = await own.list({ state: "done" });
      assert.equal(row?.name, payload.type);
    }),
  );

  test(
    "what the caller writes into its buffer after accept was called is never handled",
    withBench(harness, async ({ inbox, worker, backend }) => {
      const { verified, delivery } = deliver(orders, { type: "created", number: 1 }, { "x-delivery": "d" });
      const body = new TextEncoder().encode(delivery.body as string);
      const acceptance = inbox().accept(verified, { ...delivery, body });
      body.fill(0x20);
      assert.equal(await acceptance, "accepted");
      const { handler, handled } = recorder();
      await worker({}, [orders, handler]);
      await until(backend, () => handled.length === 1);
      assert.deepEqual(handled[0]?.event, verified);
    }),
  );

  test(
    "of the headers those are stored that the provider names, and never the signature",
    withBench(harness, async ({ inbox, stores, backend }) => {
      const sent = {
        "x-delivery": "d",
        "x-region": "eu",
        authorization: "Bearer t0ken",
        cookie: "session=1",
      };
      const given = deliver(orders, { type: "created", number: 1 }, sent);
      const signature = String((given.delivery.headers as Record<string, string>)["x-signature"]);
      const acceptor = inbox();
      await acceptor.counts();
      const [store] = stores;
      const commit = store!.commit.bind(store);
      const committed: Entry[] = [];
      store!.commit = (batch) => {
        committed.push(...batch);
        return commit(batch);
      };
      await accept(acceptor, given);
      await accept(acceptor, deliver(orders, { type: "created", number: 1 }, { ...sent, "x-delivery": "e" }));

      const claimed: ClaimedDelivery[] = [];
      const workers = await store!.startWorkers(["orders"], async (delivery) => {
        claimed.push(delivery);
        return { state: "done" };
      });
      await until(backend, async () => (await acceptor.counts()).done === 1);
      await workers.stop(1000);
      const rows = [...(await acceptor.list({ state: "done" })), ...(await acceptor.list({ state: "dead" }))];
      assert.equal(rows.length, 2);

      const stored = [...committed, ...claimed.map(({ entry }) => entry)];
      assert.deepEqual(
        stored.map(({ headers }) => headers),
        [
          { "x-delivery": "d", "x-region": "eu" },
          { "x-delivery": "e", "x-region": "eu" },
          { "x-delivery": "d", "x-region": "eu" },
        ],
      );
      const everything = JSON.stringify([stored, rows]);
      for (const secret of [signature, "x-signature", "t0ken", "session=1", "a secret for tests"]) {
        assert.equal(everything.includes(secret), false);
      }
    }),
  );

  test(
    "a body is stored as it came, and compressed when it is over 4 KB",
    withBench(harness, async ({ inbox, stores, backend }) => {
      const acceptor = inbox();
      const sent = [deliver(flags, { type: "archived", text: "x".repeat(10) })];
      sent.push(deliver(flags, { type: "archived", text: "x".repeat(100_000) }));
      for (const given of sent) await accept(acceptor, given);
      const entries: Entry[] = [];
      const workers = await stores[0]!.startWorkers(["flags"], async ({ entry }) => {
        entries.push(entry);
        return { state: "done" };
      });
      await until(backend, () => entries.length === 2);
      await workers.stop(1000);
      const [small, large] = entries.toSorted((one, other) => Number(one.isGzip) - Number(other.isGzip));
      assert.equal(small?.isGzip, false);
      assert.deepEqual(Buffer.from(small!.body), sent[0]!.delivery.body);
      assert.equal(large?.isGzip, true);
      assert.deepEqual(
        [small?.bodyBytes, large?.bodyBytes],
        sent.map(({ delivery }) => (delivery.body as Uint8Array).byteLength),
      );
      assert.ok(large!.body.byteLength < 4096);
    }),
  );

  test(
    "a body over the store's maxBytes is refused with 413 before it is sent",
    withBench(harness, async ({ inbox, backend }) => {
      const { maxBytes } = backend.store();
      if (maxBytes === Infinity) return;
      const { verified, delivery } = deliver(orders, {
        type: "other",
        random: randomText(2 * maxBytes),
      });
      await assert.rejects(
        inbox().accept(verified, delivery),
        (error: unknown) => WebhookError.is(error) && error.status === 413,
      );
    }),
  );
}
