import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";

const MIB = 1024 * 1024;
const everything = { before: 1000, now: 1000, dead: true, windowMs: 0 };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-give-back-"));
  path = join(folder, "inbox.db");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Dead deliveries with bodies of 1 MiB. */
function fill(database: Database, count: number, due: number): void {
  database.exec(`
    with recursive number (n) as (select 1 union all select n + 1 from number where n < ${count})
      insert into delivery (slot, provider, state, due, stored_at, fields)
      select randomblob(32), 'orders', 'dead', ${due}, 0, '{}' from number;
    insert into body select id, zeroblob(${MIB}) from delivery where due = ${due}`);
}

/** The size of the file once the log is in it, in MiB. */
function sizeOf(database: Database): number {
  database.exec("pragma wal_checkpoint(truncate)");
  return Math.round(statSync(path).size / MIB);
}

describe("a purge", () => {
  it("gives pages back to the disk, a few at a time, and keeps at least 16 MiB", async () => {
    const database = openDatabase(path);
    fill(database, 40, 1);
    expect(sizeOf(database)).toBe(40);
    const committing = vi.spyOn(database, "exec");
    const rows = new SqliteRows(database, path);
    expect(await rows.purge(everything)).toBe(40);
    expect(sizeOf(database)).toBe(17);
    // 500 pages of 4 KiB in each write, and the purge's own three: done, kept aside, dead.
    expect(committing.mock.calls.filter(([sql]) => sql === "commit")).toHaveLength(12 + 3);
    await rows.close();
  });

  it("keeps as much free as is used", async () => {
    const database = openDatabase(path);
    fill(database, 20, 2000); // ended later
    fill(database, 30, 1);
    const rows = new SqliteRows(database, path);
    await rows.purge(everything);
    expect(sizeOf(database)).toBe(40);
    await rows.purge({ ...everything, before: 3000 });
    expect(sizeOf(database)).toBe(17);
    await rows.close();
  });

  it("leaves a file as large as it is that was made before files could shrink", async () => {
    const old = new DatabaseSync(path);
    old.exec("create table made_before (id integer)");
    old.close();
    const database = openDatabase(path);
    fill(database, 20, 1);
    const rows = new SqliteRows(database, path);
    expect(await rows.purge(everything)).toBe(20);
    expect(sizeOf(database)).toBe(20);
    await rows.close();
  });
});
