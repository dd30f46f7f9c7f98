import { onTestFinished, expect, test } from "vitest";
import { TAMPERINGS } from "../../../packages/cli/src/sending/tamper.ts";
import type { ChangesPage, Status, TriableEvents, TrialResult } from "../src/api/contract.ts";
import { providers } from "../src/providers.ts";
import { openTestRadar, type TestRadar } from "./open-test-radar.ts";

const ALL = providers.filter(({ id }) => id !== "github").map(({ id }) => id);

interface ServedRadar extends TestRadar {
  readonly url: string;
  tryIt(
    trial: object,
  ): Promise<{ readonly status: number; readonly result: TrialResult & { error?: string } }>;
}

async function serveTestRadar(options: { now?: () => Date } = {}): Promise<ServedRadar> {
  const radar = await openTestRadar(options);
  const port = await radar.serve({ host: "127.0.0.1", port: 0, token: undefined, files: new Map() });
  const url = `http://127.0.0.1:${port}`;
  return {
    ...radar,
    url,
    async tryIt(trial) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${url}/api/try`, {
        method: "POST",
        headers,
        body: JSON.stringify(trial),
      });
      return { status: response.status, result: (await response.json()) as TrialResult };
    },
  };
}

test("a sample goes to the server's own endpoint, and its line is a sample", async () => {
  const radar = await serveTestRadar();
  const { status, result } = await radar.tryIt({ provider: "github", event: "issues.opened" });
  expect(status).toBe(200);
  expect(result.sent.path).toBe("/webhooks/github");
  expect(JSON.parse(result.sent.body)).toMatchObject({ action: "opened" });
  expect(result.response).toMatchObject({ status: 200, body: '{"type":"issues"}' });
  expect(result.line).toMatchObject({ provider: "github", event: "issues", isSample: true });
  expect(result.refusal).toBeNull();
  const again = await radar.tryIt({ provider: "github", event: "issues.opened" });
  expect(again.result.line!.id).toBeGreaterThan(result.line!.id);
  const gone = await fetch(`${radar.url}/api/samples`, { method: "DELETE" });
  expect(gone.status).toBe(204);
  expect((await radar.get<ChangesPage>("/api/changes")).lines).toEqual([]);
});

test.each([
  ["body", 403, "signature-mismatch", "secret-wrong"],
  ["signature", 403, "signature-mismatch", "secret-wrong"],
  ["secret", 403, "signature-mismatch", "secret-wrong"],
  ["header", 401, "missing-signature", "header-name"],
  ["encoding", 403, "signature-mismatch", "body-reprinted"],
])("a tampered %s is refused with %i %s, and the result says why", async (tampering, status, code, cause) => {
  const radar = await serveTestRadar();
  const { result } = await radar.tryIt({ provider: "goff", event: "notify", tampering });
  expect(result.response).toMatchObject({ status, body: JSON.stringify({ code }) });
  expect(result.line).toBeNull();
  expect(result.refusal).toMatchObject({ provider: "goff", code, isSample: true });
  expect(result.causes[0]?.id).toBe(cause);
  expect(JSON.stringify(result)).not.toMatch(/[\da-f]{64}/); // no signature
  expect(JSON.stringify(result)).not.toContain(radar.secrets["goff"]!.secret[0]);
});

test.each(ALL)(
  "every event of %s is accepted whole, and refused with a tampered signature",
  async (provider) => {
    const radar = await serveTestRadar({ now: tickingClock() });
    const { events } = await radar.get<TriableEvents>("/api/try");
    expect(events[provider]?.length, "there are events").toBeGreaterThan(0);
    const [event] = events[provider]!;
    const whole = await radar.tryIt({ provider, event });
    expect(whole.result.response.status).toBe(200);
    expect(whole.result.line).toMatchObject({ provider });
    const results: Record<string, boolean> = {};
    for (const tampering of TAMPERINGS) {
      const { result } = await radar.tryIt({ provider, event, tampering });
      results[tampering] = result.response.status >= 400;
    }
    // A token proves nothing of the body.
    const ofBody = whole.result.isToken ? {} : { body: true, encoding: true };
    expect(results).toMatchObject({ signature: true, secret: true, header: true, ...ofBody });
  },
);

test("GitHub has a sample of every event and action", async () => {
  const radar = await openTestRadar();
  const { events } = await radar.get<TriableEvents>("/api/try");
  const github = providers.find(({ id }) => id === "github")!;
  const names = Object.entries(github.events).flatMap(([name, { actions }]) =>
    actions === undefined ? [name] : actions.map((action) => `${name}.${action}`),
  );
  expect(events["github"]).toEqual(names);
});

test("too many at once are 429, and what is not there is said", async () => {
  const radar = await serveTestRadar({ now: () => new Date("2026-11-29T12:00:00Z") });
  expect(await radar.tryIt({ provider: "goff", event: "nothing" })).toMatchObject({
    status: 404,
    result: { error: "There is no such event." },
  });
  expect((await radar.tryIt({ provider: "constructor", event: "x" })).status).toBe(404);
  expect((await radar.tryIt({ provider: "goff", event: "notify", tampering: "all" })).status).toBe(400);
  const statuses: number[] = [];
  for (let count = 0; count < 20; count++)
    statuses.push((await radar.tryIt({ provider: "goff", event: "nothing" })).status);
  expect(statuses.slice(0, 18)).toEqual(Array.from({ length: 18 }, () => 404));
  expect(statuses.slice(18)).toEqual([429, 429]);
});

test("another site can send nothing, and a stranger's header makes no sample", async () => {
  const radar = await serveTestRadar();
  const foreign = await fetch(`${radar.url}/api/try`, {
    method: "POST",
    headers: { "sec-fetch-site": "cross-site" },
    body: JSON.stringify({ provider: "goff", event: "notify" }),
  });
  expect(foreign.status).toBe(403);
  const goff = providers.find(({ id }) => id === "goff")!;
  const body = JSON.stringify({ meta: {}, flags: { added: { real: { disable: false } } } });
  const headers = {
    ...goff.sign(body, { secret: radar.secrets["goff"]!.secret[0]! }),
    "x-radar-sample": "1",
  };
  await radar.send("goff", body, { headers });
  const { samples, lines } = await radar.get<Status>("/api/status");
  expect({ samples, lines }).toEqual({ samples: 0, lines: 1 });
});

/** Each look at it is a second later: what is allowed comes back. */
function tickingClock(): () => Date {
  let at = Date.now();
  onTestFinished(() => {
    at = 0;
  });
  return () => new Date((at += 10));
}
