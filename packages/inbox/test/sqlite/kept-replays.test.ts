import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { createInbox } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { order, orders } from "../../src/store-contract/deliveries.ts";

it("a first delivery and the replays that are kept beside it have one body, until all are gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-kept-"));
  const path = join(folder, "inbox.db");
  const store = sqliteStore({ path });
  const inbox = createInbox({ store });
  inbox.handle(orders, () => undefined);
  const accept = async (id: string): Promise<unknown> => {
    const { verified, delivery } = order(1, id);
    return inbox.accept(verified, delivery);
  };
  const bodies = (): unknown => {
    const database = new DatabaseSync(path);
    const row = database.prepare("select count(*) as count from body").get();
    database.close();
    return row?.["count"];
  };
  await accept("first");
  for (let number = 0; number < 20; number++) expect(await accept(`stranger-${number}`)).toBe("replay");
  expect(bodies()).toBe(1);
  await inbox.start();
  await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 1, dead: 16 });
  expect(bodies()).toBe(1);
  const [kept] = await inbox.list({ state: "dead" });
  await inbox.retry(kept!.id);
  await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 2, dead: 15 });
  expect(bodies()).toBe(1);
  await inbox.stop();
  rmSync(folder, { recursive: true });
});
