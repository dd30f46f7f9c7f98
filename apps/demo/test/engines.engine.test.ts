import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goff } from "@flaghook/goff";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type PostgresServer } from "../../../tools/test-support/servers/postgres.ts";
import { startRedis, type RedisServer } from "../../../tools/test-support/servers/redis.ts";
import { freePort } from "../../../tools/test-support/servers/process.ts";
import type {
  ChangesPage,
  DeliveriesPage,
  FilterValues,
  InboxOverview,
  LineDetail,
  RefusalDetail,
  Strip,
} from "../src/api/contract.ts";
import type { Refusal } from "../src/database/refusals.ts";
import { openRadar } from "../src/radar.ts";
import { newFlag, openTestRadar, type TestRadar } from "./open-test-radar.ts";

const NOW = new Date("2026-11-29T12:00:00Z");

const atNoon = (): Date => NOW;

const HOSTILE = [
  "nul\0inside",
  "half \uD83D of a pair",
  "100%_sure\\",
  "'; drop table lines; --",
  "Äpfel und ÖL",
  "💥".repeat(300),
  "long".repeat(4000),
];

let postgres: PostgresServer;
let safeRedis: RedisServer;
let stockRedis: RedisServer;
let databases = 0;

beforeAll(async () => {
  [postgres, safeRedis, stockRedis] = await Promise.all([
    startPostgres(),
    startRedis(),
    startRedis({ appendonly: "no", appendfsync: "everysec" }),
  ]);
});

afterAll(async () => {
  await Promise.all([postgres, safeRedis, stockRedis].map((server) => server.stop()));
});

/** A database of a test's own. */
async function newDatabase(): Promise<string> {
  const client = new Client({ connectionString: postgres.connectionString });
  await client.connect();
  const name = `radar_${++databases}`;
  await client.query(`create database ${name}`);
  await client.end();
  return postgres.connectionString.replace(/postgres$/, name);
}

/** Everything that pages and other programs read, in a form that two radars can have alike. */
async function everything(radar: TestRadar): Promise<unknown> {
  const queries = [
    "limit=1000",
    "q=CHECKOUT+on",
    "q=100%25_",
    "q=%C3%A4pfel",
    "q=drop+table",
    "q=%00",
    "flag=nul%00inside",
    "kind=flag&environment=production",
    "provider=github&limit=3",
    "from=2026-01-01T00:00:00Z", // the inbox received them by its own clock, after that
    "to=2026-01-01T00:00:00Z",
  ];
  const pages = await Promise.all(queries.map((query) => radar.get<ChangesPage>(`/api/changes?${query}`)));
  const ids = pages[0]!.lines.map(({ id }) => id);
  const details = await Promise.all(ids.map((id) => radar.get<LineDetail>(`/api/changes/${id}`)));
  const bodies = await Promise.all(
    ids.map(async (id) => {
      const headers = { host: "localhost" };
      return (await radar.app.request(`/api/changes/${id}/body`, { headers })).text();
    }),
  );
  const { refusals } = await radar.get<{ refusals: readonly Refusal[] }>("/api/refused");
  const damages = await Promise.all(refusals.map(({ id }) => radar.get<RefusalDetail>(`/api/refused/${id}`)));
  const values = await radar.get<FilterValues>("/api/filters");
  const strip = await radar.get<Strip>("/api/strip?span=1h");
  const csv = await (
    await radar.app.request("/api/changes?format=csv&limit=1000", { headers: { host: "localhost" } })
  ).text();
  return { pages, details, bodies, damages, values, strip, csv };
}

/** One after the other: ids are then the same. Only the secrets differ, and so do no lines. */
async function fill(radar: TestRadar): Promise<void> {
  for (const name of HOSTILE) await radar.send("goff", newFlag(name));
  for (const index of [1, 2, 3]) await radar.send("goff", newFlag(`checkout-${index}`, "staging"));
  const body = JSON.stringify(newFlag("checkout-1", "staging")).replace("staging", "produktion");
  await radar.send("goff", body, { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } });
}

/** The inbox received them by its own clock. */
function timeless(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/2026-\d\d-\d\dT[\d:.]+Z/g, "time");
  return JSON.parse(text.replace(/"next":"[\d-]+"/g, '"next":""')) as unknown;
}

/** What a radar shows of the samples. */
async function wholeHour(radar: TestRadar): Promise<unknown> {
  const { counts, from, to, marks } = await radar.get<Strip>("/api/strip?span=1h");
  const values = await radar.get<FilterValues>("/api/filters");
  const { lines } = await radar.get<ChangesPage>("/api/changes?limit=1000");
  // Handled side by side: their ids are in no order that two radars share.
  const sentences = lines.map(({ at, subject, words, tail }) => `${at} ${subject}${words}${tail}`);
  return { counts, from, to, marks: marks.length, values, sentences: sentences.toSorted() };
}

/** Sends a delivery, and does not wait until it is handled. */
async function sendOnly(radar: TestRadar, payload: unknown): Promise<void> {
  const body = JSON.stringify(payload);
  const headers = goff.sign(body, { secret: radar.secrets["goff"]!.secret[0]! });
  await radar.app.request("/webhooks/goff", { method: "POST", headers, body });
}

test("Postgres and SQLite give the same lines, searches, changes, bytes, refusals and counts", async () => {
  const environment = { GOFF_WEBHOOK_SECRET: "a secret of this test" };
  const [inFile, inPostgres] = [
    await openTestRadar({ now: atNoon, environment }),
    await openTestRadar({ now: atNoon, environment: { ...environment, DATABASE_URL: await newDatabase() } }),
  ];
  for (const radar of [inFile, inPostgres]) await fill(radar);
  const [one, other] = [await everything(inFile), await everything(inPostgres)];
  expect(timeless({ ...(other as object), strip: 0, csv: 0 })).toEqual(
    timeless({ ...(one as object), strip: 0, csv: 0 }),
  );
  const { pages } = one as { pages: readonly ChangesPage[] };
  expect(pages.map(({ total }) => total)).toEqual([10, 3, 1, 1, 1, 3, 1, 7, 0, 10, 0]);
});

test("the samples are the same in Postgres, to the last count and mark", async () => {
  const [inFile, inPostgres] = [
    await openTestRadar({ now: atNoon }),
    await openTestRadar({ now: atNoon, environment: { DATABASE_URL: await newDatabase() } }),
  ];
  for (const radar of [inFile, inPostgres]) {
    const sent = await radar.addSamples();
    expect(sent.filter(({ isAsExpected }) => !isAsExpected)).toEqual([]);
  }
  expect(await wholeHour(inPostgres)).toEqual(await wholeHour(inFile));
});

test("two radars on one Postgres share secrets, lines and news", async () => {
  const environment = { DATABASE_URL: await newDatabase() };
  const [first, second] = [await openTestRadar({ environment }), await openTestRadar({ environment })];
  expect(second.secrets["goff"]!.secret).toEqual(first.secrets["goff"]!.secret);
  const heard = new Promise((resolve) => {
    const seen = new Set<number>();
    for (const [index, { newsroom }] of [first, second].entries()) {
      newsroom.subscribe((news) => {
        if (news === "lines" && seen.add(index).size === 2) resolve("both");
      });
    }
  });
  await first.send("goff", newFlag("shared"));
  expect(await heard).toBe("both");
  for (const radar of [first, second])
    expect((await radar.get<ChangesPage>("/api/changes")).lines).toMatchObject([{ flag: "shared" }]);
});

test("lines that many processes write at once are seen in the order of their ids", async () => {
  const environment = { DATABASE_URL: await newDatabase() };
  const radars = [await openTestRadar({ environment }), await openTestRadar({ environment })];
  let last = 0;
  const seen: number[] = [];
  const watch = async (): Promise<void> => {
    const { lines } = await radars[0]!.get<ChangesPage>(`/api/changes?since=${last}&limit=1000`);
    for (const { id } of lines) {
      expect(id).toBeGreaterThan(last);
      last = id;
      seen.push(id);
    }
  };
  for (let round = 0; round < 10; round++) {
    const sending = Array.from({ length: 20 }, (_, index) =>
      sendOnly(radars[index % 2]!, newFlag(`many-${round}-${index}`)),
    );
    for (const sent of sending) {
      await watch();
      await sent;
    }
  }
  for (const radar of radars) await radar.idle();
  await watch();
  expect(seen).toHaveLength(200);
});

test.each([
  ["a safe Redis", () => ({ REDIS_URL: safeRedis.url }), "bullmq", null],
  [
    "a stock Redis",
    () => ({ REDIS_URL: stockRedis.url }),
    "bullmq",
    "Redis could lose deliveries that were acknowledged with 2xx: appendonly is no and must be yes.",
  ],
  ["Postgres", async () => ({ DATABASE_URL: await newDatabase() }), "pg-boss", null],
  ["both", async () => ({ DATABASE_URL: await newDatabase(), REDIS_URL: safeRedis.url }), "bullmq", null],
] as const)(
  "on %s deliveries are handled, and the page says what keeps them",
  async (_name, choose, engine, loss) => {
    const environment = await choose();
    const radar = await openTestRadar({ environment });
    await radar.send("goff", newFlag("engine"));
    const overview = await radar.get<InboxOverview>("/api/inbox");
    expect(overview.engine).toMatchObject({ name: engine, loss });
    expect((await radar.get<ChangesPage>("/api/changes")).lines).toMatchObject([{ flag: "engine" }]);
    const { deliveries } = await radar.get<DeliveriesPage>("/api/inbox/deliveries?state=done");
    expect(deliveries.map(({ name }) => name)).toContain("notify");
    const where = "DATABASE_URL" in environment ? new URL(environment.DATABASE_URL).host : "radar.db";
    expect(radar.changesPlace).toContain(where);
  },
);

test.each([
  ["REDIS_URL", (port: number) => `redis://:hunter2@127.0.0.1:${port}`, "Redis"],
  ["DATABASE_URL", (port: number) => `postgres://me:hunter2@127.0.0.1:${port}/radar`, "Postgres"],
])(
  "%s of a server that is down is said at once, in words, without the password",
  async (variable, urlOf, server) => {
    const folder = mkdtempSync(join(tmpdir(), "flaghook-radar-test-"));
    const port = await freePort();
    const path = variable === "DATABASE_URL" ? "/radar" : "";
    const logged: string[] = [];
    const opening = openRadar({
      folder,
      environment: { [variable]: urlOf(port) },
      log: (line) => logged.push(line),
      now: () => NOW,
    });
    await expect(opening).rejects.toThrow(
      `${variable}: ${server} at 127.0.0.1:${port}${path} cannot be used: nothing listens there (ECONNREFUSED). Start it, or correct the URL.`,
    );
    expect(logged).toEqual([]);
    rmSync(folder, { recursive: true });
  },
);

test("a database that is not there is said as such", async () => {
  const url = postgres.connectionString.replace(/postgres$/, "nowhere");
  await expect(openTestRadar({ environment: { DATABASE_URL: url } })).rejects.toThrow(
    "cannot be used: it has no database of that name. Create it, or correct the URL.",
  );
});
