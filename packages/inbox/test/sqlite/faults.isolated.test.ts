import { execFile } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { order } from "../../src/store-contract/deliveries.ts";
import { createInbox } from "../../src/index.ts";
import type { ThreadCall } from "../../src/sqlite/thread-client.ts";
import { openDatabase } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";
import { sqliteStore } from "../../src/sqlite.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes of their own, on a machine that may be busy

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-faults-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const acceptor = fileURLToPath(new URL("./acceptor.ts", import.meta.url));

/**
 * Accepts deliveries in a process of its own, started through a shell that takes something away
 * from it.
 */
function acceptIn(
  shell: string,
  count = 200,
): Promise<{ acknowledged: number[]; refused: number[]; statuses: number[] }> {
  const command = `${shell} exec "${process.execPath}" --conditions=@flaghook/source "${acceptor}" "${join(folder, "inbox.db")}" ${count}`;
  return new Promise((resolve, reject) => {
    execFile("/bin/bash", ["-c", command], (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as never);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

async function storedNumbers(): Promise<string[]> {
  const inbox = createInbox({ store: sqliteStore({ path: join(folder, "inbox.db") }) });
  const rows = await inbox.list({ state: "pending", limit: 1000 });
  await inbox.stop();
  return rows.map((row) => row.unsignedId!);
}

describe("a disk that is full", () => {
  it("refuses what it cannot store, as our fault, and keeps all that it acknowledged", async () => {
    // A limit on file size fails a write as a full disk does. SIGXFSZ ignored, as a server would.
    const { acknowledged, refused, statuses } = await acceptIn("trap '' XFSZ; ulimit -f 512;");
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([500]));
    const stored = await storedNumbers();
    expect(stored).toEqual(expect.arrayContaining(acknowledged.map((number) => `delivery-${number}`)));
    // The batch that failed was rolled back: nothing unacknowledged is stored either.
    expect(stored.length).toBe(acknowledged.length);
  });
});

describe("counts", () => {
  it("rejects with the disk's own fault, although that ended its transaction", async () => {
    const path = join(folder, "inbox.db");
    const database = openDatabase(path);
    const rows = new SqliteRows(database, path);
    const prepare = vi.spyOn(database, "prepare").mockImplementationOnce(() => {
      database.exec("rollback"); // as SQLite does by itself
      throw new Error("disk I/O error");
    });
    await expect(rows.counts()).rejects.toThrow("disk I/O error");
    prepare.mockRestore();
    expect(await rows.counts()).toEqual({ pending: 0, running: 0, done: 0, dead: 0 });
    await rows.close();
  });
});

describe("the file", () => {
  it("is refused when a newer version made it", async () => {
    const path = join(folder, "inbox.db");
    openDatabase(path).close();
    const database = new DatabaseSync(path);
    database.exec("pragma user_version = 2");
    database.close();
    const { verified, delivery } = order(1);
    await expect(createInbox({ store: sqliteStore({ path }) }).accept(verified, delivery)).rejects.toThrow(
      /version 2/,
    );
  });

  it("is refused when it is no database", async () => {
    const path = join(folder, "inbox.db");
    writeFileSync(path, "x".repeat(10_000));
    const { verified, delivery } = order(1);
    await expect(createInbox({ store: sqliteStore({ path }) }).accept(verified, delivery)).rejects.toThrow(
      /not a database/,
    );
  });

  it.each([
    { path: ["gone", "inbox.db"], reason: "the folder does not exist" },
    { path: ["text", "inbox.db"], reason: "text is not a folder" },
    { path: ["."], reason: "it is a folder" },
    { path: ["text"], reason: "file is not a database" },
  ])("is named when it cannot be opened: $reason", async ({ path: parts, reason }) => {
    writeFileSync(join(folder, "text"), "x".repeat(10_000));
    const path = join(folder, ...parts);
    const { verified, delivery } = order(1);
    const accepted = createInbox({ store: sqliteStore({ path }) }).accept(verified, delivery);
    await expect(accepted).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^the sqlite store cannot open .*flaghook-faults-/),
      }),
    );
    await expect(accepted).rejects.toThrow(reason);
  });

  it("is not repeated when a URL was put in its place: that may hold a password", () => {
    expect(() => openDatabase("postgres://user:s3cret@host/db")).toThrow(
      /^the sqlite store cannot open its path, which looks like a URL: it must be a file\.$/,
    );
  });

  it.each(["", ":memory:", undefined])("must not be %s", (path) => {
    expect(() => sqliteStore({ path: path as string })).toThrow(TypeError);
  });

  it("keeps its write-ahead log, full syncs and a bound on the log", () => {
    const database = openDatabase(join(folder, "inbox.db"));
    const read = (name: string): unknown => Object.values(database.prepare(`pragma ${name}`).get()!)[0];
    expect(read("journal_mode")).toBe("wal");
    expect(read("synchronous")).toBe(2);
    expect(read("journal_size_limit")).toBe(67_108_864);
    expect(read("busy_timeout")).toBe(0);
    database.close();
  });
});

describe("node:sqlite", () => {
  it("is asked for in plain words where Node has none", () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    expect(() => openDatabase(join(folder, "inbox.db"))).toThrow(
      /needs node:sqlite.*use Node 22\.13 or newer/,
    );
  });
});

describe("a write lock of another process", () => {
  it("is waited for", async () => {
    const path = join(folder, "inbox.db");
    const inbox = createInbox({ store: sqliteStore({ path }) });
    await inbox.counts();
    const other = new DatabaseSync(path);
    other.exec("begin immediate");
    const { verified, delivery } = order(1);
    let isAcknowledged = false;
    const accepted = inbox.accept(verified, delivery).finally(() => (isAcknowledged = true));
    await inbox.counts(); // the thread is free: reads go on
    expect(isAcknowledged).toBe(false);
    other.exec("commit");
    expect(await accepted).toBe("accepted");
    other.close();
    await inbox.stop();
  });
});

describe("four processes at once", () => {
  it("store each delivery once", async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => acceptIn("")));
    const stored = await storedNumbers();
    expect(stored.length).toBe(200);
    expect(new Set(stored).size).toBe(200);
    for (const { refused } of runs) expect(refused).toEqual([]);
  });
});

describe("where no thread can start", () => {
  afterEach(() => {
    vi.doUnmock("node:worker_threads");
    vi.resetModules();
  });

  it.each([
    { name: "the runtime refuses", throws: true },
    { name: "its file was left behind", throws: false },
  ])("the database is opened in this one: $name", async ({ throws }) => {
    class NoWorker extends EventEmitter {
      constructor() {
        super();
        if (throws) throw new Error("no threads here");
        setImmediate(() => this.emit("error", new Error("Cannot find module")));
      }
    }
    vi.resetModules();
    vi.doMock("node:worker_threads", () => ({ Worker: NoWorker }));
    const { sqliteStore: storeWithoutThread } = await import("../../src/sqlite.ts");
    const inbox = createInbox({ store: storeWithoutThread({ path: join(folder, "inbox.db") }) });
    const { verified, delivery } = order(1);
    expect(await inbox.accept(verified, delivery)).toBe("accepted");
    expect(await inbox.accept(verified, delivery)).toBe("duplicate");
    await inbox.stop();
  });
});

describe("a thread that dies", () => {
  afterEach(() => {
    vi.doUnmock("node:worker_threads");
    vi.resetModules();
  });

  it("is replaced at the next call, by one thread for all callers, and loses nothing stored", async () => {
    const threads: Worker[] = [];
    const called: string[] = [];
    class WatchedWorker extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        threads.push(this);
      }

      override postMessage(call: ThreadCall): void {
        called.push(call.method);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        super.postMessage(call);
      }
    }
    vi.resetModules();
    vi.doMock("node:worker_threads", () => ({ Worker: WatchedWorker }));
    const { sqliteStore: storeWithThread } = await import("../../src/sqlite.ts");
    const inbox = createInbox({ store: storeWithThread({ path: join(folder, "inbox.db") }) });
    const [first, second, third] = [order(1), order(2), order(3)];
    expect(await inbox.accept(first.verified, first.delivery)).toBe("accepted");

    const other = new DatabaseSync(join(folder, "inbox.db"));
    other.exec("begin immediate"); // keeps the next one waiting
    const unacknowledged = inbox.accept(second.verified, second.delivery).catch(String);
    await expect.poll(() => called).toEqual(["commit", "commit"]);
    await inbox.counts(); // sent after it, so the thread has it
    await threads[0]!.terminate();
    expect(await unacknowledged).toMatch(/thread of the sqlite store has ended/);
    other.exec("commit");
    other.close();

    const accepts = [second, third, first].map((one) => inbox.accept(one.verified, one.delivery));
    const counts = inbox.counts();
    expect(await Promise.all(accepts)).toEqual(["accepted", "accepted", "duplicate"]);
    await counts;
    expect(threads.length).toBe(2);

    await threads[1]!.terminate();
    await inbox.stop(); // closes what is closed, and starts no thread for it
    expect(threads.length).toBe(2);
  });
});
