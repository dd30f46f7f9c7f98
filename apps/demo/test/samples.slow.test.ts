import { expect, test } from "vitest";
import type { ChangesPage, RefusalDetail, Status } from "../src/api/contract.ts";
import type { Refusal } from "../src/database/refusals.ts";
import { sentenceOf } from "../src/model/line.ts";
import { newFlag, openTestRadar } from "./open-test-radar.ts";

const headers = { host: "127.0.0.1" };

test("every sample delivery ends as expected, and those that verify are lines", async () => {
  const radar = await openTestRadar();
  const sent = await radar.addSamples();
  expect(sent.filter(({ isAsExpected }) => !isAsExpected)).toEqual([]);
  const status = await radar.get<Status>("/api/status");
  expect(status.refusals).toBe(sent.filter(({ actual }) => actual.status >= 400).length);
  expect(status.samples).toBe(status.lines);
  expect(status.lines).toBeGreaterThan(60);
});

test("the flag that caused the incident is among the changes of the minutes before it", async () => {
  const now = new Date("2026-11-29T12:00:00Z");
  const radar = await openTestRadar({ now: () => now });
  await radar.addSamples();
  const { lines: incidents } = await radar.get<ChangesPage>("/api/changes?kind=incident");
  const opened = incidents.find(({ tone }) => tone === "removed")!;
  const from = new Date(Date.parse(opened.at) - 5 * 60_000).toISOString();
  const { lines } = await radar.get<ChangesPage>(`/api/changes?kind=flag&from=${from}&to=${opened.at}`);
  expect(lines.map(sentenceOf)).toEqual(["checkout-v2: new 25 % → 100 % in production"]);
});

test("the tampered delivery is marked where it was changed, and says what was signed", async () => {
  const radar = await openTestRadar();
  await radar.addSamples();
  const { refusals } = await radar.get<{ refusals: readonly Refusal[] }>("/api/refused");
  const details = await Promise.all(
    refusals
      .filter(({ provider, code }) => provider === "goff" && code === "signature-mismatch")
      .map(({ id }) => radar.get<RefusalDetail>(`/api/refused/${id}`)),
  );
  expect(details).toHaveLength(1);
  const { damage, refusal } = details[0]!;
  expect(refusal.diagnosis?.causes[0]).toMatchObject({
    id: "verified-body-changed",
    detail: "It differs from a delivery that verified in one place, marked below.",
  });
  expect(damage?.comparedWith).toEqual(expect.any(Number));
  expect(damage!.pieces.filter(({ is }) => is !== "same")).toEqual([
    { text: "true", is: "missing" },
    { text: "false", is: "extra" },
  ]);
});

test("sample data goes with one request, and does not come back", async () => {
  const radar = await openTestRadar();
  await radar.addSamples();
  await radar.send("goff", newFlag("real"));
  const response = await radar.app.request("/api/samples", { method: "DELETE", headers });
  expect(response.status).toBe(204);
  const { lines } = await radar.get<ChangesPage>("/api/changes");
  expect(lines.map(({ flag }) => flag)).toEqual(["real"]);
  expect(await radar.addSamples()).toEqual([]);
});

test("samples never join real data", async () => {
  const radar = await openTestRadar();
  await radar.send("goff", newFlag("real"));
  expect(await radar.addSamples()).toEqual([]);
});
