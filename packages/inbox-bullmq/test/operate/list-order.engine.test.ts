import { randomUUID } from "node:crypto";
import { createInbox, type Inbox, type InboxOptions } from "@flaghook/inbox";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { invoice, invoices, order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept, gate } from "../../../inbox/src/store-contract/harness.ts";
import { hasRedis, startRedis, type RedisServer } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

describe.runIf(hasRedis())("a list on Redis", () => {
  let server: RedisServer;
  const inboxes: Inbox[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(inboxes.splice(0).map((inbox) => inbox.stop({ timeoutMs: 0 })));
  });

  function open(options: Partial<InboxOptions> = {}): Inbox {
    const store = bullmqStore({ name: randomUUID(), connection: server.url });
    const inbox = createInbox({ store, onFailure: () => {}, ...options });
    inboxes.push(inbox);
    return inbox;
  }

  it("goes by the providers' names, and within one by the turns of scopes", async () => {
    const inbox = open();
    await accept(inbox, order(1, "a1"), { scope: "a" });
    await accept(inbox, order(2, "a2"), { scope: "a" });
    await accept(inbox, order(3, "b1"), { scope: "b" });
    await accept(inbox, invoice(4, "last"));
    expect(await listed(inbox, "pending")).toEqual(["last", "a1", "b1", "a2"]);
  });

  it("shows failed ones as they failed", async () => {
    const inbox = open({ attempts: 1 });
    const slow = gate();
    inbox.handle(orders, async (event, context) => {
      if (event.id === "slow") await slow.handler(event, context);
      throw new Error("broken");
    });
    await inbox.start();
    await accept(inbox, order(1, "slow"));
    await expect.poll(slow.isEntered).toBe(true);
    await accept(inbox, order(2, "quick"));
    await expect.poll(async () => (await inbox.counts()).dead).toBe(1);
    slow.open();
    await expect.poll(() => listed(inbox, "dead")).toEqual(["quick", "slow"]);
  });

  it("shows those that back off by the time of their next attempt, behind those that are in line", async () => {
    const inbox = open({ backoff: { delayMs: 3_600_000 } });
    inbox.handle(orders, () => Promise.reject(new Error("broken")));
    inbox.handle(invoices, () => {});
    await inbox.start();
    for (let number = 0; number < 6; number++) await accept(inbox, order(number));
    const failed = async (): Promise<number> =>
      (await inbox.list({ state: "pending" })).filter(({ error }) => error === "broken").length;
    await expect.poll(failed).toBe(6);
    await inbox.pause("orders");
    await accept(inbox, order(6, "in line"));
    const [first, ...others] = await inbox.list({ state: "pending" });
    expect(first?.unsignedId).toBe("in line");
    const rows = await Promise.all(others.map(({ id }) => inbox.get(id)));
    const times = rows.map((row) => row!.nextAttemptAt!.getTime());
    expect(times).toHaveLength(6);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  }, 30_000);
});

async function listed(inbox: Inbox, state: "pending" | "dead"): Promise<(string | undefined)[]> {
  return (await inbox.list({ state })).map(({ unsignedId }) => unsignedId);
}
