import { expect, test } from "vitest";
import type { ChangesPage, LineDetail } from "../src/api/contract.ts";
import { findRefusal, listRefusals, type Refusal } from "../src/database/refusals.ts";
import { MAX_KEPT_BYTES } from "../src/receiving/record-refusal.ts";
import { providers } from "../src/providers.ts";
import { newFlag, openTestRadar } from "./open-test-radar.ts";

test("a verified delivery is a line with its change and its bytes", async () => {
  const radar = await openTestRadar();
  const payload = newFlag("checkout");
  expect((await radar.send("goff", payload)).status).toBe(200);
  const { lines } = await radar.get<ChangesPage>("/api/changes");
  expect(lines).toMatchObject([
    { id: 1, provider: "goff", event: "notify", kind: "flag", flag: "checkout", isSample: false },
  ]);
  const detail = await radar.get<LineDetail>("/api/changes/1");
  expect(detail.change).toMatchObject({ subject: { key: "checkout" }, action: "created" });
  const body = await radar.app.request("/api/changes/1/body", { headers: { host: "localhost:3000" } });
  expect(await body.json()).toEqual(payload);
  expect(body.headers.get("content-disposition")).toMatch(/^attachment/);
});

test("a refused delivery is kept with its code and its causes, and is no line", async () => {
  const radar = await openTestRadar();
  const response = await radar.send("github", "{}", {
    headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
  });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 403,
    body: { code: "signature-mismatch" },
  });
  expect((await radar.get<ChangesPage>("/api/changes")).lines).toEqual([]);
  const [refusal] = await listRefusals(radar.database);
  expect(refusal).toMatchObject({ provider: "github", code: "signature-mismatch", bodyBytes: 2 });
  expect(refusal!.diagnosis!.causes).not.toEqual([]);
});

test("neither secret nor signature is in what is stored, served or logged", async () => {
  const radar = await openTestRadar();
  const secret = radar.secrets["goff"]!.secret[0]!;
  const goff = providers.find(({ id }) => id === "goff")!;
  const body = JSON.stringify(newFlag("checkout"));
  const signed = goff.sign(body, { secret });
  const signature = Object.values(signed)
    .find((value) => value.includes("="))!
    .split("=")[1]!;
  await radar.send("goff", body, { headers: signed });
  await radar.send("goff", `${body} `, {
    headers: { ...signed, authorization: secret, "x-other": signature },
  });
  const responses = await Promise.all(
    ["/api/changes", "/api/changes/1", "/api/refused", "/api/refused/1", "/api/status"].map((path) =>
      radar.get<unknown>(path),
    ),
  );
  const stored = await radar.database.selectFrom("refusals").selectAll().execute();
  const events = await radar.database.selectFrom("events").selectAll().execute();
  const everything = JSON.stringify([responses, stored, events, radar.logged]);
  expect(everything).toContain("signature-mismatch");
  expect(everything).not.toContain(secret);
  expect(everything).not.toContain(signature);
});

test("a delivery under another provider's secret is no forged one", async () => {
  const radar = await openTestRadar();
  const goff = providers.find(({ id }) => id === "goff")!;
  const body = JSON.stringify(newFlag("checkout"));
  const headers = goff.sign(body, { secret: radar.secrets["optimizely"]!.secret[0]! });
  await radar.send("goff", body, { headers });
  const [refusal] = await listRefusals(radar.database);
  expect(refusal!.diagnosis!.causes[0]).toMatchObject({ id: "secret-swapped", certainty: "proven" });
});

test("a large refused body is cut off, and its size is kept", async () => {
  const radar = await openTestRadar();
  const body = "x".repeat(MAX_KEPT_BYTES + 10);
  await radar.send("goff", body, { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } });
  const found = await findRefusal(radar.database, 1);
  expect(found!.body).toHaveLength(MAX_KEPT_BYTES);
  expect(found!.refusal).toMatchObject({ bodyBytes: MAX_KEPT_BYTES + 10, diagnosis: null });
});

test("refusals beyond what an address may cause are received, and neither kept nor logged", async () => {
  const radar = await openTestRadar({ now: () => new Date("2026-11-29T12:00:00Z") });
  const statuses: number[] = [];
  for (let count = 0; count < 40; count++) {
    const response = await radar.app.request("/webhooks/goff", { method: "POST", body: "{}" });
    statuses.push(response.status);
  }
  await radar.idle();
  expect(new Set(statuses)).toEqual(new Set([401]));
  const { refusals } = await radar.get<{ refusals: readonly Refusal[] }>("/api/refused");
  expect(refusals).toHaveLength(30);
  expect(radar.logged).toHaveLength(30);
});

test("a provider that is not there is 404, even with a prototype's name", async () => {
  const radar = await openTestRadar();
  for (const name of ["stripe", "constructor", "__proto__"]) {
    expect((await radar.app.request(`/webhooks/${name}`, { method: "POST", body: "{}" })).status).toBe(404);
  }
});
