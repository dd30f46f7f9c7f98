import { expect, it } from "vitest";
import { order, orders } from "../../src/store-contract/deliveries.ts";
import { recorder } from "../../src/store-contract/harness.ts";
import { createInbox } from "../../src/index.ts";
import { memoryStore } from "../../src/memory.ts";
import type { Store } from "../../src/store/store.ts";

it("a newer version in a transaction that is rolled back does not outdate what is stored", async () => {
  const { handler, handled } = recorder();
  // The transaction stores nothing: it is rolled back.
  const store: Store = { ...memoryStore(), commitIn: async () => "accepted" };
  const inbox = createInbox({
    store,
    version: ({ payload }) => ({ resource: "orders", version: (payload as { number: number }).number }),
  });
  inbox.handle(orders, handler);
  const [older, newer] = [order(1), order(2)];
  await inbox.accept(older.verified, older.delivery);
  expect(await inbox.accept(newer.verified, newer.delivery, { tx: {} })).toBe("accepted");
  await inbox.start();
  await expect.poll(async () => (await inbox.counts()).done).toBe(1);
  expect(handled.map(({ event }) => event.payload)).toEqual([{ type: "created", number: 1 }]);
  await inbox.stop();
});
