import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/sqlite/database.ts";
import { PURGE_PAGE } from "../../src/sqlite/purge.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";

const NOW = 1_000_000;
const WINDOW = 10_000;
const everything = { before: NOW, now: NOW, dead: true, windowMs: WINDOW };

let folder: string;
let path: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-purge-"));
  path = join(folder, "inbox.db");
  database = openDatabase(path);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Deliveries that ended at `due`, with their bodies where they are dead. */
function fill(count: number, state: "done" | "dead", due: number): void {
  const insert = database.prepare(
    `insert into delivery (slot, provider, state, due, stored_at, fields)
     values (randomblob(32), 'orders', ?, ?, 0, '{}') returning id`,
  );
  const insertBody = database.prepare("insert into body (id, bytes) values (?, x'00')");
  database.exec("begin");
  for (let index = 0; index < count; index++) {
    const { id } = insert.get(state, due) as { id: number };
    if (state === "dead") insertBody.run(id);
  }
  database.exec("commit");
}

const countOf = (table: "delivery" | "body"): unknown =>
  database.prepare(`select count(*) as count from ${table}`).get()!.count;

describe("a purge", () => {
  it.each(["done", "dead"] as const)("removes %s rows in transactions of bounded size", async (state) => {
    fill(2 * PURGE_PAGE + 1, state, 1);
    const sizes: number[] = [];
    let before = countOf("delivery") as number;
    const exec = database.exec.bind(database);
    vi.spyOn(database, "exec").mockImplementation((sql) => {
      exec(sql);
      if (sql !== "commit") return;
      const after = countOf("delivery") as number;
      if (after < before) sizes.push(before - after);
      before = after;
    });
    const rows = new SqliteRows(database, path);
    expect(await rows.purge(everything)).toBe(2 * PURGE_PAGE + 1);
    expect(sizes).toEqual([PURGE_PAGE, PURGE_PAGE, 1]);
    expect(countOf("body")).toBe(0);
    await rows.close();
  });

  it("lets other calls in between two pages", async () => {
    fill(2 * PURGE_PAGE, "done", 1);
    const rows = new SqliteRows(database, path);
    const ended: string[] = [];
    await Promise.all([
      rows.purge(everything).then(() => ended.push("purge")),
      rows.commit([], NOW, { windowMs: WINDOW, onReplay: "hold" }).then(() => ended.push("commit")),
    ]);
    expect(ended).toEqual(["commit", "purge"]);
    await rows.close();
  });

  it("ends after its current page when the table is closed, and tells what it removed", async () => {
    fill(3 * PURGE_PAGE, "done", 1);
    const rows = new SqliteRows(database, path);
    const purged = rows.purge(everything);
    await rows.close();
    expect(await purged).toBe(PURGE_PAGE);
  });

  it("leaves what is within its window, what ended later, and the dead unless they are asked for", async () => {
    fill(1, "done", NOW - WINDOW); // over
    fill(1, "done", NOW - WINDOW + 1);
    fill(1, "dead", 1);
    const rows = new SqliteRows(database, path);
    expect(await rows.purge({ ...everything, before: NOW - WINDOW, dead: false })).toBe(0);
    expect(await rows.purge({ ...everything, dead: false })).toBe(1);
    expect(await rows.counts()).toEqual({ pending: 0, running: 0, done: 1, dead: 1 });
    await rows.close();
  });
});
