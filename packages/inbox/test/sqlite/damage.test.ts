import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { order, orders } from "../../src/store-contract/deliveries.ts";
import { createInbox, type Inbox } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";

let folder: string;
let inbox: Inbox;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-damage-"));
  inbox = createInbox({ store: sqliteStore({ path: join(folder, "inbox.db") }) });
});
afterEach(async () => {
  await inbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

function change(sql: string): void {
  const database = new DatabaseSync(join(folder, "inbox.db"));
  database.exec(sql);
  database.close();
}

async function accept(number: number, deliveryId?: string): Promise<string> {
  const { verified, delivery } = order(number, deliveryId);
  return inbox.accept(verified, delivery);
}

describe("a row", () => {
  it.each([
    {
      name: "without its body",
      sql: "delete from body where id = 1",
      read: { name: "created", dedupeKey: expect.stringMatching(/^sha256:/), unsignedId: "delivery-1" },
    },
    { name: "whose record is cut short", sql: "update delivery set fields = '{' where id = 1" },
    { name: "whose record is empty", sql: "update delivery set fields = '' where id = 1" },
    { name: "whose record is of another form", sql: "update delivery set fields = '{}' where id = 1" },
    { name: "whose record is null", sql: "update delivery set fields = 'null' where id = 1" },
  ])("$name is dead, listed and revived by the next delivery of its kind", async ({ sql, read }) => {
    const handled: unknown[] = [];
    inbox.handle(orders, (event) => handled.push(event.payload));
    expect(await accept(1)).toBe("accepted");
    change(sql);
    // Nobody knows yet.
    expect(await accept(1)).toBe("duplicate");
    await inbox.start();
    await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 1 });
    expect(await inbox.list({ state: "dead" })).toEqual([
      {
        id: "1",
        provider: "orders",
        scope: "",
        name: undefined,
        dedupeKey: "",
        unsignedId: undefined,
        state: "dead",
        reason: "unreadable",
        error: "what is stored of it is damaged.",
        attempt: 0,
        replay: false,
        furtherReplays: 0,
        receivedAt: expect.any(Date),
        ...read,
      },
    ]);
    expect(await accept(1)).toBe("accepted");
    await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 1, dead: 0 });
    expect(handled).toEqual([{ type: "created", number: 1 }]);
  });
});
