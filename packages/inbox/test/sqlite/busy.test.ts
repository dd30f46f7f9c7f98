import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";

let folder: string;
let path: string;
let database: Database;
let rows: SqliteRows;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-busy-"));
  path = join(folder, "inbox.db");
  database = openDatabase(path);
  rows = new SqliteRows(database, path);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rows.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Refuses the next statements as SQLite does while another process rebuilds the index of the
 * write-ahead log.
 */
function refuse(times: number, errcode: number): () => number {
  const prepare = vi.spyOn(database, "prepare");
  for (let time = 0; time < times; time++) {
    prepare.mockImplementationOnce(() => {
      throw Object.assign(new Error("database is locked"), { errcode });
    });
  }
  return () => prepare.mock.calls.length;
}

const query = { providers: ["orders"], limit: 1, now: 0, leaseMs: 1000, attempts: 1 };
const reads = {
  claim: () => rows.claim(query),
  nextDue: () => rows.nextDue(["orders"]),
  list: () => rows.list({ state: "dead", limit: 1, after: undefined }),
  counts: () => rows.counts(),
};
const BUSY_RECOVERY = 261;
const IO_ERROR = 10;

it.each(Object.keys(reads) as (keyof typeof reads)[])(
  "%s asks again while the database is busy",
  async (name) => {
    const expected = await reads[name]();
    rows = new SqliteRows(database, path); // has prepared nothing yet
    const asked = refuse(2, BUSY_RECOVERY);
    expect(await reads[name]()).toEqual(expected);
    expect(asked()).toBeGreaterThan(2);
  },
);

it.each(Object.keys(reads) as (keyof typeof reads)[])(
  "%s does not ask again after another fault",
  async (name) => {
    const asked = refuse(1, IO_ERROR);
    await expect(reads[name]()).rejects.toThrow("database is locked");
    expect(asked()).toBe(1);
  },
);
