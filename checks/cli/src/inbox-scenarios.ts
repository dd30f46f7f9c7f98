import { deepEqual, equal, match } from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { github } from "@flaghook/github";
import { createInbox, type Store } from "@flaghook/inbox";
import { bullmqStore } from "@flaghook/inbox-bullmq";
import { pgBossStore } from "@flaghook/inbox-pg-boss";
import { hasPostgres, startPostgres } from "../../../tools/test-support/servers/postgres.ts";
import { askRedis, hasRedis, startRedis } from "../../../tools/test-support/servers/redis.ts";
import { root } from "../../../tools/workspace/workspace.ts";
import { GENUINE, SECRET, type Place } from "./place.ts";
import type { Scenario } from "./scenario.ts";
import { shell, type ShellResult } from "./shell.ts";

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

interface Engine {
  readonly id: "redis" | "postgres";
  readonly isThere: () => boolean;
  readonly start: () => Promise<Server>;
  readonly storeOf: (url: string) => Store;
  /** Operates it where the window tells more than what to purge. */
  readonly operateByWindow?: (project: Place, url: string) => Promise<void>;
}

const engines: readonly Engine[] = [
  {
    id: "redis",
    isThere: hasRedis,
    start: startRedis,
    storeOf: (connection) => bullmqStore({ name: "shop", connection }),
    operateByWindow,
  },
  {
    id: "postgres",
    isThere: hasPostgres,
    start: async () => {
      const server = await startPostgres();
      return { url: server.connectionString, stop: async () => server.stop() };
    },
    storeOf: (connectionString) => pgBossStore({ name: "shop", connectionString }),
  },
];

/** An inbox of each engine, operated with the packages that a project has installed. */
export const inboxScenarios: readonly Scenario[] = engines.map((engine) => ({
  name: `operates an inbox over ${engine.id}`,
  run: async (place) => {
    if (!engine.isThere()) return `SKIPPED: no ${engine.id} on this machine`;
    const server = await engine.start();
    try {
      await fill(engine.storeOf(server.url));
      const project = createProject(place, engine.id);
      operateAll(project, engine.id, server.url);
      await engine.operateByWindow?.(project, server.url);
    } finally {
      await server.stop();
    }
    return undefined;
  },
}));

/** Three deliveries whose schema nobody knows, and so dead, and a pending one. */
async function fill(store: Store): Promise<void> {
  const inbox = createInbox({ store });
  for (const body of ['{"zen":1}', '{"zen":2}', '{"zen":3}', GENUINE]) {
    const headers = github.sign(body, { secret: SECRET, name: "ping" });
    const result = github.safeVerify({ headers, body }, { secret: SECRET });
    await inbox.accept(result.ok ? result.event : result.error, { headers, body });
  }
  await inbox.stop();
}

/** A user's project that has our built packages installed. */
function createProject(place: Place, name: string): Place {
  const folder = join(place.folder, `project-${name}`);
  const installed = join(folder, "node_modules/@flaghook");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  for (const id of ["inbox", "inbox-bullmq", "inbox-pg-boss"]) {
    symlinkSync(join(root, "packages", id), join(installed, id), "dir");
  }
  return { ...place, folder };
}

function operateAll(project: Place, option: string, url: string): void {
  const run = (command: string, store = `--${option} INBOX_URL --store-name shop`): ShellResult =>
    shell(project, `flaghook inbox ${command} ${store}`, { INBOX_URL: url });
  const rows = (state: string): readonly { readonly id: string; readonly reason?: string }[] =>
    run(`list --state ${state} --json`)
      .stdout.split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { id: string; reason?: string });
  const counts = (): unknown => JSON.parse(run("counts --json").stdout);

  deepEqual(run("counts"), done("pending  1\nrunning  0\ndone     0\ndead     3\n"));
  const dead = rows("dead");
  deepEqual(
    dead.map(({ reason }) => reason),
    ["schema-mismatch", "schema-mismatch", "schema-mismatch"],
  );
  const [first, second, third] = dead.map(({ id }) => `'${id}'`) as [string, string, string];

  const page = run("list --limit 2");
  equal(page.stderr, `there may be more: --after ${second.slice(1, -1)}\n`);
  match(run(`list --limit 2 --after ${second}`).stdout, /ping {2}dead: schema-mismatch {2}0 attempts\n/);
  match(run(`show ${first}`).stdout, /\nissue {9}zen: expected string\n(?:.*\n)*\{\n {2}"zen": 1\n\}\n$/);

  deepEqual(run(`retry ${first}`), done(`${first.slice(1, -1)} retried\n`));
  deepEqual(run(`delete ${second} no-such-id`), {
    code: 1,
    stdout: `${second.slice(1, -1)} deleted\n`,
    stderr: "there is no such delivery: no-such-id\n",
  });
  deepEqual(counts(), { pending: 2, running: 0, done: 0, dead: 1 });
  deepEqual(run("retry --reason schema-mismatch --name ping"), done("1 will be tried again\n"));
  deepEqual(
    rows("pending").some(({ id }) => `'${id}'` === third),
    true,
  );
  deepEqual(run("purge --older-than 1d"), done("0 purged\n"));
  deepEqual(counts(), { pending: 3, running: 0, done: 0, dead: 0 });

  deepEqual(run("list"), { code: 0, stdout: "", stderr: "nothing is dead\n" });
  deepEqual(run("counts", `--${option} INBOX_URL --store-name shp`).stderr, NOTHING);
  deepEqual(run("counts", `--${option} INBOX_URL --store-name 'a b'`).code, 2);
  deepEqual(run("counts", `--${option} '${url.replace(/:\d+(?=\/|$)/, ":1")}' --store-name shop`), {
    code: 1,
    stdout: "",
    stderr: "error: nothing listens at 127.0.0.1:1. Is it started, and is the port right?\n",
  });
}

const DAY_MS = 86_400_000;

/**
 * Redis itself forgets, so that a slot is kept for the window of whoever deletes or retries: a
 * shorter one than the app's would let a duplicate through.
 */
async function operateByWindow(project: Place, url: string): Promise<void> {
  await fill(bullmqStore({ name: "windows", connection: url }));
  const run = (command: string): ShellResult =>
    shell(project, `flaghook inbox ${command} --redis INBOX_URL --store-name windows`, { INBOX_URL: url });
  const ids = run("list --json")
    .stdout.split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { id: string }).id);
  const daysLeft = async (id: string): Promise<number> => {
    const job = `flaghook:windows:${id}`;
    const slot = `${job.slice(0, job.lastIndexOf(":"))}:de:${String(await askRedis(url, "HGET", job, "deid"))}`;
    return Math.round(Number(await askRedis(url, "PTTL", slot)) / DAY_MS);
  };
  const [deleted, retried, unsaid] = ids as [string, string, string];
  deepEqual(run(`delete '${deleted}' --window 30d`).code, 0);
  deepEqual(run(`retry '${retried}' --window 30d`).code, 0);
  deepEqual(run(`delete '${unsaid}'`).code, 0);
  // Redis remembers a retried one for two windows, as after its accept.
  deepEqual(await Promise.all([deleted, retried, unsaid].map(daysLeft)), [30, 60, 7]);
}

const NOTHING = "nothing is stored there: is it the right place, and the right --store-name?\n";

function done(stdout: string): ShellResult {
  return { code: 0, stdout, stderr: "" };
}
