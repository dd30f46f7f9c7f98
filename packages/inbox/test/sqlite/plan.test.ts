import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/sqlite/database.ts";
import { SQL } from "../../src/sqlite/statements.ts";

it.each([
  ["dueFresh", "fresh_by_scope"],
  ["nextScope", "fresh_by_scope"],
  ["dueWaiting", "waiting"],
  ["dueRunning", "running"],
  ["times", "fresh_by_scope"],
  ["times", "waiting"],
  ["times", "running"],
  ["listUnfinished", "unfinished"],
  ["unfinished", "unfinished"],
  ["oldestPending", "unfinished"],
  ["total", "deleted"],
  ["purgeDone", "done"],
  ["purgeDead", "dead"],
  ["purgeKept", "kept_until"],
  ["removeKept", "kept"],
  ["deleteUnusedBody", "kept"],
] as const)("%s reads the index %s and not the whole table", (name, index) => {
  const folder = mkdtempSync(join(tmpdir(), "flaghook-plan-"));
  const database = openDatabase(join(folder, "inbox.db"));
  const values = Array.from({ length: SQL[name].split("?").length - 1 }, () => 1);
  const plan = database
    .prepare(`explain query plan ${SQL[name]}`)
    .all(...values)
    .map(({ detail }) => detail);
  database.close();
  rmSync(folder, { recursive: true });
  expect(plan.join("; ")).toMatch(new RegExp(`USING (COVERING )?INDEX ${index}\\b`));
});
