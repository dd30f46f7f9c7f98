import { optimizely as samples } from "@flaghook/testing/samples";
import type { FetchDatafile } from "@flaghook/optimizely";
import { expect, test } from "vitest";
import type { ChangesPage, FlagPage, LineDetail } from "../src/api/contract.ts";
import { standInCdn } from "../src/datafiles/stand-in-cdn.ts";
import { sentenceOf } from "../src/model/line.ts";
import { openTestRadar, type TestRadar } from "./open-test-radar.ts";

function announcementOf(revision: number, cdn = "https://cdn.optimizely.com/datafiles/x.json"): object {
  const payload = samples.project.datafile_updated;
  return { ...payload, data: { ...payload.data, revision, cdn_url: cdn } };
}

/** Serves the revision that was announced last. */
function createCdn(): { readonly fetch: FetchDatafile; revision: number; readonly asked: string[] } {
  const state = {
    revision: 0,
    asked: [] as string[],
    fetch: ((url, init) => {
      state.asked.push(url);
      return standInCdn(state.revision)(url, init);
    }) as FetchDatafile,
  };
  return state;
}

async function announce(radar: TestRadar, revision: number): Promise<LineDetail> {
  expect((await radar.send("optimizely", announcementOf(revision))).status).toBe(200);
  const { lines } = await radar.get<ChangesPage>(`/api/changes?q=revision+${revision}`);
  return radar.get<LineDetail>(`/api/changes/${lines[0]!.id}`);
}

const off = { enabled: false, variation: "off", people: 0 };
const on = { enabled: true, variation: "on", people: 100 };

test("a datafile is fetched, and what the SDK decides otherwise stands at its line and at the flag", async () => {
  const server = createCdn();
  const radar = await openTestRadar({ fetchDatafile: server.fetch });
  server.revision = 11;
  const first = await announce(radar, 11);
  expect(first.datafile).toEqual({ revision: 11, beforeRevision: null, problem: null, turns: [] });
  server.revision = 12;
  const { line, datafile } = await announce(radar, 12);
  expect(datafile).toMatchObject({ revision: 12, beforeRevision: 11, problem: null });
  expect(datafile!.turns).toEqual([
    { flag: "search-ranking", before: off, after: expect.objectContaining({ people: expect.any(Number) }) },
  ]);
  expect(datafile!.turns[0]!.after!.people).toBeGreaterThan(10);
  expect(datafile!.turns[0]!.after!.people).toBeLessThan(60);
  const page = await radar.get<FlagPage>("/api/flag?flag=search-ranking");
  expect(page.history.map(sentenceOf)).toEqual(["datafile revision 12 published to Production"]);
  expect(page.turns[line.id]).toEqual(datafile!.turns[0]);
  expect(server.asked).toEqual(
    Array.from({ length: 2 }, () => "https://cdn.optimizely.com/datafiles/x.json"),
  );
});

test("deliveries in another order are compared all the same", async () => {
  const server = createCdn();
  const radar = await openTestRadar({ fetchDatafile: server.fetch });
  for (const revision of [13, 11, 12]) {
    server.revision = revision;
    await announce(radar, revision);
  }
  const { lines } = await radar.get<ChangesPage>("/api/changes?q=revision+13");
  const { datafile } = await radar.get<LineDetail>(`/api/changes/${lines[0]!.id}`);
  expect(datafile).toEqual({
    revision: 13,
    beforeRevision: 12,
    problem: null,
    turns: [{ flag: "old-search", before: on, after: null }],
  });
});

test.each<[string, FetchDatafile, RegExp]>([
  ["cannot be reached", () => Promise.reject(new Error("no route")), /the CDN could not be reached/],
  ["is not there", () => Promise.resolve(new Response("", { status: 404 })), /status 404 instead of 200/],
  ["is no JSON", () => Promise.resolve(new Response("<html>")), /is not JSON/],
  ["says no revision", () => Promise.resolve(new Response("{}")), /says no revision/],
  ["is none for the SDK", () => Promise.resolve(new Response('{"revision":"3"}')), /datafile|version/i],
])("a datafile that %s is said in words, and the line is there", async (_name, fetchDatafile, problem) => {
  const radar = await openTestRadar({ fetchDatafile });
  const { line, datafile } = await announce(radar, 3);
  expect(sentenceOf(line)).toBe("datafile revision 3 published to Production");
  expect(datafile).toMatchObject({ revision: null, turns: [], problem: expect.stringMatching(problem) });
});

test("an address that is not Optimizely's is never asked", async () => {
  const server = createCdn();
  const radar = await openTestRadar({ fetchDatafile: server.fetch });
  await radar.send("optimizely", announcementOf(5, "https://evil.example/x.json"));
  const { lines } = await radar.get<ChangesPage>("/api/changes");
  const { datafile } = await radar.get<LineDetail>(`/api/changes/${lines[0]!.id}`);
  expect(datafile!.problem).toMatch(/not an https URL on a host of Optimizely's/);
  expect(server.asked).toEqual([]);
});

test("the sample hour has a decision before and after, from the stand-in, and goes as a whole", async () => {
  const server = createCdn();
  const radar = await openTestRadar({ fetchDatafile: server.fetch });
  await radar.addSamples();
  const page = await radar.get<FlagPage>("/api/flag?flag=search-ranking");
  expect(Object.values(page.turns).map(({ before }) => before)).toEqual([off]);
  expect(server.asked).toEqual([]);
  await radar.app.request("/api/samples", { method: "DELETE", headers: { host: "localhost" } });
  for (const table of ["datafiles", "decisions", "evaluations"] as const)
    expect(await radar.database.selectFrom(table).selectAll().execute()).toEqual([]);
});
