import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toStored } from "@flaghook/core/inbox";
import { createInbox } from "../../src/index.ts";
import { openDatabase } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { accept } from "../../src/store-contract/harness.ts";
import { order } from "../../src/store-contract/deliveries.ts";
import { createEntry } from "../../src/store/stored-entry.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-opened-"));
  // As a deployment has it: a link to the current release.
  for (const release of ["first", "second"]) mkdirSync(join(folder, release));
  symlinkSync("first", join(folder, "current"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inFirst = (name: string): string => join(folder, "first", name);

const disturbances: { name: string; disturb: () => void; gone: RegExp }[] = [
  {
    name: "the file was moved",
    disturb: () => renameSync(inFirst("inbox.db"), inFirst("moved.db")),
    gone: /inbox\.db was moved, replaced or deleted/,
  },
  {
    name: "the file was deleted",
    disturb: () => rmSync(inFirst("inbox.db")),
    gone: /inbox\.db was moved, replaced or deleted/,
  },
  {
    name: "another file took its place",
    disturb: () => {
      writeFileSync(inFirst("copy.db"), "");
      renameSync(inFirst("copy.db"), inFirst("inbox.db"));
    },
    gone: /inbox\.db was moved, replaced or deleted/,
  },
  {
    name: "its folder was deleted",
    disturb: () => rmSync(join(folder, "first"), { recursive: true }),
    gone: /inbox\.db was moved, replaced or deleted/,
  },
  {
    name: "a link on its path points elsewhere",
    disturb: () => {
      rmSync(join(folder, "current"));
      symlinkSync("second", join(folder, "current"));
    },
    gone: /inbox\.db was moved, replaced or deleted/,
  },
  {
    name: "its log was deleted",
    disturb: () => rmSync(inFirst("inbox.db-wal")),
    gone: /inbox\.db-wal was moved, replaced or deleted/,
  },
  {
    name: "the index of its log was deleted",
    disturb: () => rmSync(inFirst("inbox.db-shm")),
    gone: /inbox\.db-shm was moved, replaced or deleted/,
  },
];

describe("an open file that is no longer where it was", () => {
  it.each(disturbances)(
    "is said at every call, and nothing is acknowledged: $name",
    async ({ disturb, gone }) => {
      const inbox = createInbox({ store: sqliteStore({ path: join(folder, "current", "inbox.db") }) });
      expect(await accept(inbox, order(1))).toBe("accepted");
      disturb();
      await expect(accept(inbox, order(2))).rejects.toThrow(gone);
      await expect(inbox.counts()).rejects.toThrow(gone);
      await expect(inbox.list({ state: "pending" })).rejects.toThrow(gone);
      await expect(inbox.retry("1")).rejects.toThrow(gone);
      await inbox.stop();
    },
  );

  it("is written to again when it was put back", async () => {
    const inbox = createInbox({ store: sqliteStore({ path: inFirst("inbox.db") }) });
    await accept(inbox, order(1));
    renameSync(inFirst("inbox.db"), inFirst("moved.db"));
    await expect(accept(inbox, order(2))).rejects.toThrow(/Put it back/);
    renameSync(inFirst("moved.db"), inFirst("inbox.db"));
    expect(await accept(inbox, order(3))).toBe("accepted");
    await inbox.stop();
  });

  it("is noticed when it goes in the middle of a commit", async () => {
    const path = inFirst("inbox.db");
    const rows = new SqliteRows(openDatabase(path), path);
    const { verified, delivery } = order(1);
    const context = { scope: "", now: 0, mismatch: undefined, traceparent: undefined };
    const entry = {
      ...(await createEntry(toStored(verified, delivery), context)),
      get ownSlot() {
        if (existsSync(path)) renameSync(path, inFirst("moved.db"));
        return undefined;
      },
    };
    await expect(rows.commit([entry], 0, { windowMs: 1000, onReplay: "hold" })).rejects.toThrow(/was moved/);
    await rows.close();
  });
});
