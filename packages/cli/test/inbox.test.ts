import { join } from "node:path";
import { github } from "@flaghook/github";
import { createInbox } from "@flaghook/inbox";
import { manualClock } from "@flaghook/inbox/memory";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { expect, test } from "vitest";
import { PING, SECRET, signed } from "./support/deliveries.ts";
import { folderWith } from "./support/folder.ts";
import { runCli, type CliResult } from "./support/run-cli.ts";

/** A file with one dead delivery, whose schema nobody knows, and a pending one. */
async function inboxFile(): Promise<string> {
  const { folder } = folderWith({});
  const path = join(folder, "inbox.db");
  const filled = createInbox({ store: sqliteStore({ path }) });
  for (const body of ['{"zen":1}', PING]) {
    const delivery = { headers: signed(body), body };
    const result = github.safeVerify(delivery, { secret: SECRET });
    await filled.accept(result.ok ? result.event : result.error, delivery);
  }
  await filled.stop();
  return path;
}

async function inbox(path: string, ...args: readonly string[]): Promise<CliResult> {
  return runCli(["inbox", ...args, "--sqlite", path]);
}

async function idOf(path: string, state: string): Promise<string> {
  const { stdout } = await inbox(path, "list", "--state", state, "--json");
  return (JSON.parse(stdout) as { readonly id: string }).id;
}

test("counts by state, for people and for programs", async () => {
  const path = await inboxFile();
  expect(await inbox(path, "counts")).toEqual({
    code: 0,
    stdout: "pending  1\nrunning  0\ndone     0\ndead     1\n",
    stderr: "",
  });
  expect(JSON.parse((await inbox(path, "counts", "--json")).stdout)).toMatchObject({ pending: 1, dead: 1 });
});

test("takes the store before the command's name as well", async () => {
  const path = await inboxFile();
  expect((await runCli(["inbox", "--sqlite", path, "counts"])).stdout).toContain("dead     1\n");
});

test("lists the dead ones with their reason and error, and no body", async () => {
  const { code, stdout, stderr } = await inbox(await inboxFile(), "list");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\S+ {2}[\dT:.Z-]+ {2}github ping {2}dead: schema-mismatch {2}0 attempts\n/);
  expect(stdout).not.toContain('"zen"');
});

test("says where the next page begins", async () => {
  const path = await inboxFile();
  const { stderr } = await inbox(path, "list", "--limit", "1");
  expect(stderr).toBe(`there may be more: --after ${await idOf(path, "dead")}\n`);
});

test("says that nothing is in a state, on the standard error", async () => {
  expect(await inbox(await inboxFile(), "list", "--state", "done")).toEqual({
    code: 0,
    stdout: "",
    stderr: "nothing is done\n",
  });
});

test("retries a dead delivery by its id, and says which one is not there", async () => {
  const path = await inboxFile();
  const id = await idOf(path, "dead");
  const { code, stdout, stderr } = await inbox(path, "retry", id, "no-such-id");
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: `${id} retried\n`,
    stderr: "there is no such delivery: no-such-id\n",
  });
  expect((await inbox(path, "counts")).stdout).toMatch(/^pending {2}2\n/);
});

test("purges what ended before a time", async () => {
  const path = await inboxFile();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect(await inbox(path, "purge", "--older-than", later, "--json")).toMatchObject({
    code: 0,
    stdout: '{"purged":1}\n',
  });
  expect((await inbox(path, "counts")).stdout).toContain("dead     0\n");
});

test("purges by the app's window, where that is not 7 days", async () => {
  const { folder } = folderWith({});
  const path = join(folder, "inbox.db");
  const clock = manualClock(new Date(Date.now() - 10 * 86_400_000));
  const app = createInbox({ store: sqliteStore({ path, clock }), windowMs: 30 * 86_400_000 });
  app.handle(github, () => {});
  const delivery = { headers: signed(PING), body: PING };
  await app.accept(github.verify(delivery, { secret: SECRET }), delivery);
  await app.start();
  await expect.poll(async () => (await app.counts()).done).toBe(1);
  await app.stop();
  const purge = ["purge", "--older-than", "8d", "--json"];
  expect((await inbox(path, ...purge, "--window", "30d")).stdout).toBe('{"purged":0}\n');
  expect((await inbox(path, ...purge)).stdout).toBe('{"purged":1}\n');
});

test.each([
  ["no store", ["inbox", "counts"], "which inbox?"],
  ["two stores", ["inbox", "counts", "--sqlite", "a", "--redis", "R"], "which inbox?"],
  ["a file that is not there", ["inbox", "counts", "--sqlite", "no-such.db"], "there is no file no-such.db"],
  ["an engine without a name", ["inbox", "counts", "--redis", "R"], "--store-name says which"],
  [
    "an engine that is not installed",
    ["inbox", "counts", "--redis", "R", "--store-name", "a"],
    "npm install @flaghook/inbox-bullmq",
  ],
  ["nothing to retry", ["inbox", "retry", "--sqlite", "package.json"], "which ones?"],
  [
    "ids and a filter",
    ["inbox", "retry", "1", "--reason", "attempts", "--sqlite", "package.json"],
    "which ones?",
  ],
  [
    "no time to purge",
    ["inbox", "purge", "--sqlite", "package.json"],
    "required option '--older-than <time>'",
  ],
  ["a window of nothing", ["inbox", "counts", "--window", "0d", "--sqlite", "a"], "no length of time"],
  ["a state that is not there", ["inbox", "list", "--state", "lost", "--sqlite", "a"], "Allowed choices"],
  ["a command that is not there", ["inbox", "lst", "--sqlite", "a"], "Did you mean list?"],
])("%s ends with 2 and says what is wrong", async (_name, args, message) => {
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});

test("a store that is none ends with 1, in its own words", async () => {
  const { "x.db": path } = folderWith({
    "x.db": "this is no database, and long enough to be read as one: 0123456789",
  });
  const { code, stderr } = await inbox(path, "counts");
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error: /) });
});
