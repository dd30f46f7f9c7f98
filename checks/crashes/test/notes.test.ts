import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { followNotes, notesIn, readNotes } from "../src/notes.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flaghook-notes-"));
  path = join(folder, "notes");
  writeFileSync(path, "");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("what a killed process left unfinished spoils no other note", () => {
  const tell = notesIn(path);
  tell("sending", "a", "alone");
  appendFileSync(path, "\npurging 7 1 a b");
  tell("answered", "a", "accepted");
  expect(readNotes(path)).toEqual([
    { what: "sending", pid: process.pid, words: ["a", "alone"] },
    { what: "answered", pid: process.pid, words: ["a", "accepted"] },
  ]);
});

it("followed notes come once each, and whole", () => {
  const tell = notesIn(path);
  tell("sending", "before", "alone");
  const added = followNotes(path);
  const ids = (): string[] => added().map(({ words: [id] }) => id!);
  tell("sending", "a", "alone");
  tell("sending", "b", "alone");
  expect(ids()).toEqual(["a"]);
  tell("sending", "c", "alone");
  expect(ids()).toEqual(["b"]);
  expect(ids()).toEqual([]);
});
