import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/sqlite/database.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { createInbox } from "../../src/index.ts";
import { manualClock } from "../../src/memory.ts";
import { order, orders } from "../../src/store-contract/deliveries.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-file-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

it("makes a file that its owner alone may read, and a log and an index like it", () => {
  const path = join(folder, "inbox.db");
  const database = openDatabase(path);
  expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual(["600", "600", "600"]);
  database.close();
});

it("leaves the mode of a file that exists", () => {
  const path = join(folder, "inbox.db");
  openDatabase(path).close();
  chmodSync(path, 0o640);
  openDatabase(path).close();
  expect(modeOf(path)).toBe("640");
});

it("opens the file that its path named when the store was made", async () => {
  const elsewhere = vi.spyOn(process, "cwd").mockReturnValue(folder);
  const inbox = createInbox({ store: sqliteStore({ path: "inbox.db" }) });
  elsewhere.mockRestore();
  await inbox.counts();
  await inbox.stop();
  expect(existsSync(join(folder, "inbox.db"))).toBe(true);
});

it.each([
  { options: {}, pollMs: 500 },
  { options: { pollMs: 70 }, pollMs: 70 },
])("is looked at every $pollMs ms for what other processes stored", async ({ options, pollMs }) => {
  const path = join(folder, "inbox.db");
  const clock = manualClock();
  const waits: number[] = [];
  const after: typeof clock.after = (milliseconds, callback) => {
    waits.push(milliseconds);
    return clock.after(milliseconds, callback);
  };
  const inbox = createInbox({ store: sqliteStore({ path, clock: { ...clock, after }, ...options }) });
  const handled: unknown[] = [];
  inbox.handle(orders, (event) => handled.push(event.id));
  await inbox.start();
  await expect.poll(() => waits).toContain(pollMs);
  const other = createInbox({ store: sqliteStore({ path, clock }) });
  const { verified, delivery } = order(1);
  await other.accept(verified, delivery);
  expect(handled).toEqual([]);
  clock.advance(pollMs);
  await expect.poll(() => handled).toEqual(["delivery-1"]);
  await inbox.stop();
  await other.stop();
});

it.each(["create table notes (text text)", "create table delivery (id integer primary key)"])(
  "refuses the file of another program that counts its versions in the same place: %s",
  (table) => {
    const path = join(folder, "notes.db");
    const other = new DatabaseSync(path);
    other.exec(`${table}; pragma user_version = 1`);
    other.close();
    expect(() => openDatabase(path)).toThrow(
      "the file is the database of another program: give the sqlite store a file of its own.",
    );
  },
);
