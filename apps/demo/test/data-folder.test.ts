import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDataFolder, unusableFolder } from "../src/database/data-folder.ts";
import { openDatabase } from "../src/database/open-database.ts";

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-radar-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("files in a folder that others may read are for their owner alone: they hold secrets", async () => {
  const folder = join(createFolder(), "data");
  mkdirSync(folder, { mode: 0o755 });
  const { database } = await openDatabase({}, folder, () => {});
  onTestFinished(() => database.destroy());
  const modes = readdirSync(folder).map((name) => [
    name,
    (statSync(join(folder, name)).mode & 0o777).toString(8),
  ]);
  expect(modes).toEqual([
    ["radar.db", "600"],
    ["radar.db-shm", "600"],
    ["radar.db-wal", "600"],
  ]);
});

test("a folder is made for its owner alone", async () => {
  const folder = join(createFolder(), "some", "data");
  await openDataFolder(folder);
  expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");
});

test("a file in place of the folder is named, in words", async () => {
  const file = join(createFolder(), "file");
  writeFileSync(file, "");
  await expect(openDatabase({}, file, () => {})).rejects.toMatchObject({
    name: "StartError",
    message: `RADAR_DATA: ${file} cannot be used: it is not a folder (EEXIST). Set another.`,
  });
});

test.each([
  [
    "EACCES",
    /the user \S+ may not write there \(EACCES\)\. Make that user its owner, or set another folder\.$/,
  ],
  ["EROFS", /nothing can be written there \(EROFS\)\. Set another folder\.$/],
])("%s says what to do about the folder", (code, words) => {
  expect(unusableFolder("/data", Object.assign(new Error("no"), { code })).message).toMatch(words);
});
