import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openFailure } from "../../src/sqlite/open-failure.ts";

// Root may write anything: the response of the file system is the test's.
vi.mock("node:fs", async (importOriginal) => ({
  ...(await importOriginal<typeof fs>()),
  accessSync: vi.fn<typeof fs.accessSync>(),
}));

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "flaghook-open-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const cause = Object.assign(new Error("unable to open database file"), { errcode: 14 });

it.each([
  { denied: "inbox.db", reason: "it may not be read and written by this process" },
  {
    denied: ".",
    reason: "the folder may not be written by this process, and SQLite keeps its log there",
  },
  { denied: "nothing", reason: "unable to open database file" },
])("names the file and the permission that is missing: $reason", ({ denied, reason }) => {
  const path = join(folder, "inbox.db");
  fs.writeFileSync(path, "");
  vi.mocked(fs.accessSync).mockImplementation((asked) => {
    if (asked === join(folder, denied).replace(/\/$/, "")) throw new Error("EACCES");
  });
  const failure = openFailure(path, cause);
  expect(failure.message).toBe(`the sqlite store cannot open ${path}: ${reason}.`);
  expect(failure).toMatchObject({ cause, errcode: 14 });
});
