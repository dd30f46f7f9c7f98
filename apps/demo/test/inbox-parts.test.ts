import { hostname } from "node:os";
import type { InboxRow } from "@flaghook/inbox";
import { expect, test } from "vitest";

import { killCommands } from "../src/inbox/kill-commands.ts";
import { logFaults } from "../src/inbox/log-faults.ts";
import { removeSampleDeliveries } from "../src/inbox/remove-samples.ts";
import { createMeter } from "../src/inbox/meter.ts";
import { waitUntilIdle } from "../src/inbox/wait-until-idle.ts";
import { readServerUrl, unusable } from "../src/server-url.ts";
import { readSampleScope, sampleScope } from "../src/model/sample-scope.ts";

test("a meter forgets what is older than a minute, whatever pause there was", () => {
  let seconds = 100;
  const meter = createMeter(() => new Date(seconds * 1000));
  meter.count("handled");
  meter.count("handled");
  seconds = 101;
  meter.count("failed");
  expect(meter.read().handled.slice(-2)).toEqual([2, 0]);
  expect(meter.read().failed.slice(-2)).toEqual([0, 1]);
  seconds = 159;
  expect(meter.read().handled[0]).toBe(2);
  seconds = 160;
  expect(Math.max(...meter.read().handled)).toBe(0);
  expect(meter.read().failed[0]).toBe(1);
  seconds = 10_000;
  expect(Math.max(...meter.read().failed)).toBe(0);
  seconds = 9000; // a clock that was set back
  meter.count("handled");
  expect(meter.read().handled.at(-1)).toBe(1);
});

test("a sample's scope says when it came and whether it fails, and no other scope does", () => {
  const time = new Date("2026-11-29T12:00:00.000Z");
  expect(readSampleScope(sampleScope(time))).toEqual({ time, fails: false });
  expect(readSampleScope(sampleScope(time, true))).toEqual({ time, fails: true });
  for (const scope of [
    "",
    "sample",
    "sample yesterday",
    `sample ${time.toISOString()} fail`,
    `tenant ${time.toISOString()}`,
  ])
    expect(readSampleScope(scope)).toBeUndefined();
});

test("an inbox is not idle while a delivery that just began is being handled", async () => {
  // It begins at the first look, and takes as long as the third.
  let looks = 0;
  const state = (): string => ["pending", "running", "running"][looks++] ?? "done";
  await waitUntilIdle({
    list: async () => (state() === "pending" ? [{} as InboxRow] : []),
    counts: async () => ({ pending: 0, running: state() === "running" ? 1 : 0, done: 0, dead: 0 }),
  });
  expect(looks).toBe(5);
});

test("a sample that is being handled is removed once it has failed, and real deliveries stay", async () => {
  const sample = { id: "sample", scope: sampleScope(new Date(0)) } as InboxRow;
  const real = { id: "real", scope: "" } as InboxRow;
  const removed: string[] = [];
  let looks = 0;
  await removeSampleDeliveries({
    async list({ state }) {
      if (state === "running" && looks++ === 0) return [sample];
      if (state === "pending" && looks > 1 && removed.length === 0) return [real, sample];
      return [];
    },
    async delete(id) {
      removed.push(id);
      return true;
    },
  });
  expect(removed).toEqual(["sample"]);
});

test("equal faults of the inbox are logged once a minute, with their number", () => {
  const lines: string[] = [];
  let seconds = 0;
  const logFault = logFaults(
    (line) => lines.push(line),
    () => new Date(seconds * 1000),
  );
  for (; seconds <= 60; seconds += 30) logFault(new Error("Redis could not be reached."));
  expect(lines).toEqual([
    "Error: Redis could not be reached.",
    "Error: Redis could not be reached. (2 of these since the last such line)",
  ]);
});

test("a container is killed and started by its own id", () => {
  expect(killCommands({ RADAR_IN_CONTAINER: "yes" })).toEqual({
    kill: `docker kill ${hostname()}`,
    start: `docker start ${hostname()}`,
  });
});

test.each([
  ["REDIS_URL", "redis://:pass@cache.example:6380/2", "cache.example:6380/2"],
  ["REDIS_URL", "rediss://cache.example", "cache.example"],
  ["DATABASE_URL", "postgres://me:pass@db.example:5433/radar?sslmode=require", "db.example:5433/radar"],
  ["DATABASE_URL", "postgresql://[::1]/radar", "[::1]/radar"],
] as const)("%s=%s is at %s, and nothing else of it is shown", (variable, url, place) => {
  expect(readServerUrl({ [variable]: url }, variable)).toMatchObject({ url, place });
});

test.each([
  ["REDIS_URL", "localhost:6379"],
  ["REDIS_URL", "postgres://localhost/radar"],
  ["REDIS_URL", "redis://"],
  ["REDIS_URL", "redis://:12/hunter2@cache.example"],
  ["DATABASE_URL", "mysql://me:hunter2@localhost/radar"],
  ["DATABASE_URL", "postgres://me:12/hunter2@localhost/radar"],
  ["DATABASE_URL", "postgres://me:hunter2#4@localhost/radar"],
  ["DATABASE_URL", "postgres://me:hunter2%zz@localhost/radar"],
  ["DATABASE_URL", '"postgres://me:hunter2@localhost/radar"'],
] as const)("%s=%s is refused with what to change, and is not quoted", (variable, url) => {
  const read = (): unknown => readServerUrl({ [variable]: url }, variable);
  expect(read).toThrow(new RegExp(`^${variable} is not the URL of a `));
  expect(read).not.toThrow(/hunter2/);
});

test("a variable that is not set, or empty, names no server", () => {
  expect(readServerUrl({}, "REDIS_URL")).toBeUndefined();
  expect(readServerUrl({ DATABASE_URL: "" }, "DATABASE_URL")).toBeUndefined();
});

test.each([
  [{ code: "ECONNREFUSED" }, "nothing listens there (ECONNREFUSED). Start it, or correct the URL."],
  [{ code: "28P01" }, "it refuses the user or the password. Correct the URL."],
  [{ code: "3D000" }, "it has no database of that name. Create it, or correct the URL."],
  [new Error("timeout expired"), "it does not respond. Start it, or correct the URL."],
  [new Error("no good: p%40ss or p@ss"), "no good: … or …"],
  [{ code: "E_ODD" }, "E_ODD"],
])("an error %j is said in words, without the password", (error, reason) => {
  const server = readServerUrl({ DATABASE_URL: "postgres://me:p%40ss@db.example/radar" }, "DATABASE_URL")!;
  expect(unusable(server, error).message).toBe(
    `DATABASE_URL: Postgres at db.example/radar cannot be used: ${reason}`,
  );
});
