import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toStored } from "@flaghook/core/inbox";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClaimedRow } from "../../src/leasing/leased-rows.ts";
import { openDatabase } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";
import { order } from "../../src/store-contract/deliveries.ts";
import { createEntry, type Entry } from "../../src/store/stored-entry.ts";

const MIB = 1024 * 1024;
const disk = vi.hoisted(() => ({ blocks: 1, bavail: 0, bsize: 1 }));
vi.mock("node:fs", async (importActual) => ({
  ...(await importActual<object>()),
  statfsSync: () => disk,
}));

const settings = { windowMs: 1000, onReplay: "hold" } as const;
let folder: string;
let rows: SqliteRows;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-room-"));
  const path = join(folder, "inbox.db");
  rows = new SqliteRows(openDatabase(path), path);
});
afterEach(async () => {
  await rows.close();
  rmSync(folder, { recursive: true, force: true });
});

async function entryOf(number: number, bytes: number): Promise<Entry> {
  const { verified, delivery } = order(number);
  const context = { scope: "", now: 0, mismatch: undefined, traceparent: undefined };
  return { ...(await createEntry(toStored(verified, delivery), context)), body: new Uint8Array(bytes) };
}

describe("a disk that would have less than 32 MiB left", () => {
  it("takes no delivery, and says so", async () => {
    Object.assign(disk, { blocks: 1, bavail: 33 * MIB });
    expect(await rows.commit([await entryOf(1, MIB)], 0, settings)).toEqual(["accepted"]);
    await expect(rows.commit([await entryOf(2, MIB + 1)], 0, settings)).rejects.toThrow(
      /^the disk has 33 MiB left for .*inbox\.db, of which the sqlite store keeps 32 MiB to handle what it has\. Make room on it\.$/,
    );
    expect(await rows.counts()).toMatchObject({ pending: 1 });
  });

  it("takes deliveries again where others have been handled", async () => {
    Object.assign(disk, { blocks: 1, bavail: 64 * MIB });
    await rows.commit([await entryOf(1, 2 * MIB)], 0, settings);
    Object.assign(disk, { blocks: 1, bavail: 32 * MIB });
    await expect(rows.commit([await entryOf(2, MIB)], 0, settings)).rejects.toThrow(/Make room/);
    const [claimed] = (await rows.claim({
      providers: ["orders"],
      limit: 1,
      now: 0,
      leaseMs: 1,
      attempts: 1,
    })) as [ClaimedRow];
    await rows.record([{ ...claimed, provider: "orders", result: { state: "done" }, due: 0 }], 0);
    expect(await rows.commit([await entryOf(2, MIB)], 0, settings)).toEqual(["accepted"]);
  });

  it("is not assumed of a file system that does not say", async () => {
    Object.assign(disk, { blocks: 0, bavail: 0 });
    expect(await rows.commit([await entryOf(1, 1)], 0, settings)).toEqual(["accepted"]);
  });
});
