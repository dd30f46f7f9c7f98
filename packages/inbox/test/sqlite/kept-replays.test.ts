import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createInbox } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { order, orders } from "../../src/store-contract/deliveries.ts";
import { accept } from "../../src/store-contract/harness.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-kept-"));
  path = join(folder, "inbox.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

function countBodies(): unknown {
  const database = new DatabaseSync(path);
  const row = database.prepare("select count(*) as count from body").get();
  database.close();
  return row?.["count"];
}

it("a done delivery keeps its row and loses its body", async () => {
  const inbox = createInbox({ store: sqliteStore({ path }) });
  inbox.handle(orders, () => undefined);
  await accept(inbox, order(1));
  expect(countBodies()).toBe(1);
  await inbox.start();
  await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 1, dead: 0 });
  expect(countBodies()).toBe(0);
  const [row] = await inbox.list({ state: "done" });
  expect(await inbox.get(row!.id)).toMatchObject({ ...row, body: undefined, payload: undefined });
  await inbox.stop();
});

it("a first delivery and the replays that are kept beside it have one body, until all are gone", async () => {
  const inbox = createInbox({ store: sqliteStore({ path }) });
  inbox.handle(orders, () => undefined);
  await accept(inbox, order(1, "first"));
  for (let number = 0; number < 20; number++)
    expect(await accept(inbox, order(1, `stranger-${number}`))).toBe("replay");
  expect(countBodies()).toBe(1);
  await inbox.start();
  await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 1, dead: 16 });
  expect(countBodies()).toBe(1);
  const [kept] = await inbox.list({ state: "dead" });
  await inbox.retry(kept!.id);
  await expect.poll(() => inbox.counts()).toEqual({ pending: 0, running: 0, done: 2, dead: 15 });
  expect(countBodies()).toBe(1);
  await inbox.stop();
});
