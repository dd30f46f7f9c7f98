import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import type {
  ChangesPage,
  DeliveriesPage,
  DeliveryDetail,
  DeliveryRow,
  InboxOverview,
  Status,
} from "../src/api/contract.ts";
import { providers } from "../src/providers.ts";
import { newFlag, openTestRadar, type TestRadar } from "./open-test-radar.ts";

const DATAFILE = {
  timestamp: 1_463_602_412,
  project_id: 1234,
  event: "project.datafile_updated",
  data: { revision: "one", origin_url: "", cdn_url: "", environment: "Production" },
};

async function request(radar: TestRadar, method: string, path: string, headers = {}): Promise<Response> {
  return radar.app.request(path, { method, headers: { host: "localhost", ...headers } });
}

async function deliveries(radar: TestRadar, query = ""): Promise<readonly DeliveryRow[]> {
  return (await radar.get<DeliveriesPage>(`/api/inbox/deliveries?${query}`)).deliveries;
}

async function until<Value>(read: () => Promise<Value>, isWanted: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
  }
}

/** Sends the same bytes twice, the second time under another id. */
async function sendReplay(radar: TestRadar): Promise<void> {
  const body = JSON.stringify({
    zen: "Keep it logically awesome.",
    hook_id: 1,
    hook: { type: "Repository", id: 1, name: "web" },
  });
  const secret = radar.secrets["github"]!.secret[0]!;
  for (const id of ["11111111-0000-4000-8000-000000000000", "22222222-0000-4000-8000-000000000000"]) {
    const headers = github.sign(body, { secret, name: "ping", id });
    await radar.send("github", body, { headers });
  }
}

test("says what keeps the deliveries, how many there are, and what was handled in the last minute", async () => {
  const radar = await openTestRadar({ now: () => new Date("2026-11-29T12:00:00Z") });
  await radar.send("goff", newFlag("one"));
  const overview = await radar.get<InboxOverview>("/api/inbox");
  expect(overview).toMatchObject({
    engine: { name: "sqlite", loss: null },
    counts: { pending: 0, running: 0, dead: 0, done: 1 },
    reason: null,
    providers: providers.map(({ id }) => ({ id, isPaused: false })),
    samples: { behaviour: "works", batch: null },
    commands: { kill: `kill -9 ${process.pid}` },
  });
  expect(overview.engine.place).toMatch(/inbox\.db$/);
  expect(overview.throughput.handled).toEqual([...Array.from({ length: 59 }, () => 0), 1]);
});

test("a signed delivery of an unknown form is dead, with its issues and bytes, and is no refusal", async () => {
  const radar = await openTestRadar();
  const response = await radar.send("optimizely", DATAFILE);
  expect(response.status).toBe(200);
  const [row] = await deliveries(radar);
  expect(row).toMatchObject({ state: "dead", reason: "schema-mismatch", isSample: false, attempt: 0 });
  const detail = await radar.get<DeliveryDetail>(`/api/inbox/deliveries/${row!.id}`);
  expect(detail.issues).toEqual([{ path: ["data", "revision"], code: "invalid_type", expected: "number" }]);
  expect(detail).toMatchObject({ bytes: JSON.stringify(DATAFILE).length, line: null });
  const body = await request(radar, "GET", `/api/inbox/deliveries/${row!.id}/body`);
  expect(await body.json()).toEqual(DATAFILE);
  expect(body.headers.get("content-disposition")).toMatch(/^attachment/);
  expect(await radar.get<Status>("/api/status")).toMatchObject({ refusals: 0, dead: 1 });
});

test("a replay is kept aside until somebody handles it", async () => {
  const radar = await openTestRadar();
  await sendReplay(radar);
  const [row] = await deliveries(radar, "reason=replay");
  expect(row).toMatchObject({ state: "dead", provider: "github", replay: true });
  expect(await (await request(radar, "POST", "/api/inbox/retry?provider=github")).json()).toEqual({
    retried: 0,
  });
  const retried = await request(radar, "POST", `/api/inbox/deliveries/${row!.id}/retry`);
  expect(retried.status).toBe(204);
  await radar.idle();
  expect(await deliveries(radar)).toEqual([]);
});

test("many are retried at once: those of a reason and a provider", async () => {
  const radar = await openTestRadar();
  await sendReplay(radar);
  await radar.send("optimizely", DATAFILE);
  const retry = async (query: string): Promise<unknown> =>
    (await request(radar, "POST", `/api/inbox/retry?${query}`)).json();
  expect(await retry("provider=goff")).toEqual({ retried: 0 });
  expect(await retry("provider=optimizely")).toEqual({ retried: 1 });
  await radar.idle();
  expect(await retry("reason=replay")).toEqual({ retried: 1 });
  await radar.idle();
  // Its form is as unknown as before.
  expect(await deliveries(radar)).toMatchObject([{ provider: "optimizely", state: "dead" }]);
});

test("a deleted delivery is gone, and what is gone is neither shown, retried nor deleted", async () => {
  const radar = await openTestRadar();
  await radar.send("optimizely", DATAFILE);
  const [row] = await deliveries(radar);
  const path = `/api/inbox/deliveries/${row!.id}`;
  expect((await request(radar, "DELETE", path)).status).toBe(204);
  expect(await deliveries(radar)).toEqual([]);
  for (const [method, place, status] of [
    ["GET", path, 404],
    ["GET", `${path}/body`, 404],
    ["DELETE", path, 404],
    ["POST", `${path}/retry`, 409],
    ["GET", "/api/inbox/deliveries/%2e%2e%00%22", 404],
  ] as const)
    expect((await request(radar, method, place)).status, `${method} ${place}`).toBe(status);
});

test("a paused provider is stored and not handled, until it is resumed", async () => {
  const radar = await openTestRadar();
  await radar.inbox.pause("goff");
  const body = JSON.stringify(newFlag("waits"));
  const goff = (await import("@flaghook/goff")).goff;
  const headers = goff.sign(body, { secret: radar.secrets["goff"]!.secret[0]! });
  await radar.app.request("/webhooks/goff", { method: "POST", headers, body });
  const overview = await radar.get<InboxOverview>("/api/inbox");
  expect(overview.providers.find(({ id }) => id === "goff")).toEqual({ id: "goff", isPaused: true });
  expect(await deliveries(radar)).toMatchObject([{ state: "pending", error: null, nextAttemptAt: null }]);
  expect((await request(radar, "POST", "/api/inbox/providers/goff/resume")).status).toBe(204);
  await radar.idle();
  expect((await radar.get<ChangesPage>("/api/changes")).lines).toMatchObject([{ flag: "waits" }]);
  expect((await request(radar, "POST", "/api/inbox/providers/stripe/pause")).status).toBe(404);
});

test("samples fail while they are to, say why and when they are tried again, and recover", async () => {
  const radar = await openTestRadar();
  expect((await request(radar, "PUT", "/api/inbox/samples?behaviour=fails")).status).toBe(204);
  const sent = await request(radar, "POST", "/api/inbox/samples?deliveries=3");
  expect(await sent.json()).toEqual({ acknowledged: 3 });
  await radar.send("goff", newFlag("real"));
  const failed = await until(
    () => deliveries(radar, "state=pending"),
    (rows) => rows.length === 3 && rows.every(({ error }) => error !== null),
  );
  for (const row of failed) {
    expect(row).toMatchObject({
      isSample: true,
      error: "Handling samples was switched to fail on this page.",
    });
    expect(Date.parse(row.nextAttemptAt!)).toBeGreaterThan(Date.parse(row.receivedAt));
  }
  const lines = (await radar.get<ChangesPage>("/api/changes")).lines;
  expect(lines.map(({ flag }) => flag)).toEqual(["real"]);
  await request(radar, "PUT", "/api/inbox/samples?behaviour=works");
  const { samples } = await until(
    () => radar.get<InboxOverview>("/api/inbox"),
    ({ samples: { batch } }) => batch!.handled === 3,
  );
  expect(samples.batch).toMatchObject({ acknowledged: 3, handled: 3 });
  expect(radar.logged).toEqual([]);
});

test("removing sample data takes the deliveries along that wait or are dead", async () => {
  const radar = await openTestRadar();
  await radar.addSamples();
  expect(await deliveries(radar)).toMatchObject([
    { state: "pending", error: expect.stringContaining("Retry it") as string },
    { state: "dead", reason: "replay" },
    { state: "dead", reason: "schema-mismatch" },
  ]);
  await radar.send("optimizely", DATAFILE);
  await request(radar, "DELETE", "/api/samples");
  const rest = await until(
    () => deliveries(radar),
    (rows) => rows.every(({ state }) => state !== "running"),
  );
  expect(rest.filter(({ isSample }) => isSample)).toEqual([]);
  expect(rest).toHaveLength(1);
});

test("pages of one state go on where the last one ended", async () => {
  const radar = await openTestRadar();
  for (const flag of ["a", "b", "c", "d", "e"]) await radar.send("goff", newFlag(flag));
  const seen: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const page: DeliveriesPage = await radar.get(
      `/api/inbox/deliveries?state=done&limit=2${next && `&after=${encodeURIComponent(next)}`}`,
    );
    seen.push(...page.deliveries.map(({ id }) => id));
    next = page.next;
  }
  expect(new Set(seen).size).toBe(5);
});

test.each([
  ["POST", "/api/inbox/deliveries/x/retry"],
  ["DELETE", "/api/inbox/deliveries/x"],
  ["POST", "/api/inbox/retry"],
  ["POST", "/api/inbox/providers/goff/pause"],
  ["POST", "/api/inbox/providers/goff/resume"],
  ["PUT", "/api/inbox/samples?behaviour=fails"],
  ["POST", "/api/inbox/samples"],
])("%s %s is refused to other sites, other names and those without the token", async (method, path) => {
  const radar = await openTestRadar();
  expect((await request(radar, method, path, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await request(radar, method, path, { origin: "https://evil.example" })).status).toBe(403);
  expect((await request(radar, method, path, { host: "radar.example" })).status).toBe(403);
  const guarded = radar.createApp({ token: "a token of twenty characters", files: new Map() });
  const response = await guarded.request(path, { method, headers: { host: "radar.example" } });
  expect(response.status).toBe(401);
});

test.each([
  ["GET", "deliveries?state=lost", "state must be pending, running, dead or done."],
  ["GET", "deliveries?reason=none", "reason must be one of attempts, schema-mismatch, replay, unreadable."],
  ["PUT", "samples?behaviour=explodes", "behaviour must be one of works, slow, fails."],
  ["POST", "samples?deliveries=5000", "deliveries must be at most 200."],
])("%s %s is 400 and says what to change", async (method, path, error) => {
  const response = await request(await openTestRadar(), method, `/api/inbox/${path}`);
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 400, body: { error } });
});
