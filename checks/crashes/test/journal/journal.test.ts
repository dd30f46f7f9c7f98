import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { followJournal, openJournal, readJournal } from "../../src/journal/journal.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-entries-"));
  path = join(folder, "journal");
  writeFileSync(path, "");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("a line that a killed process left unfinished spoils no other", () => {
  const write = openJournal(path);
  write("sending", "a", "alone");
  appendFileSync(path, "\npurging 7 1 a b");
  write("answered", "a", "accepted");
  expect(readJournal(path)).toEqual([
    { action: "sending", pid: process.pid, details: ["a", "alone"] },
    { action: "answered", pid: process.pid, details: ["a", "accepted"] },
  ]);
});

it("a followed journal gives each entry once, and whole", () => {
  const write = openJournal(path);
  write("sending", "before", "alone");
  const added = followJournal(path);
  const ids = (): string[] => added().map(({ details: [id] }) => id!);
  write("sending", "a", "alone");
  write("sending", "b", "alone");
  expect(ids()).toEqual(["a"]);
  write("sending", "c", "alone");
  expect(ids()).toEqual(["b"]);
  expect(ids()).toEqual([]);
});
