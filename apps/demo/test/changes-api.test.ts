import { beforeAll, describe, expect, test } from "vitest";
import type { Annotation, ChangesPage, FilterValues, Strip } from "../src/api/contract.ts";
import { insertLines } from "../src/database/lines.ts";
import { searchTextOf, type Kind, type Line } from "../src/model/line.ts";
import { passes, type Filter } from "../src/model/filter.ts";
import { openTestRadar, type TestRadar } from "./open-test-radar.ts";

const START = Date.parse("2026-11-29T11:00:00Z");
const now = (): Date => new Date("2026-11-29T12:00:00Z");

async function addLine(radar: TestRadar, index: number, change: Partial<Line> = {}): Promise<void> {
  await insertLines(radar.database, {
    key: `event ${index}`,
    provider: change.provider ?? "goff",
    dedupeKey: `event ${index}`,
    event: "notify",
    at: new Date(change.at ?? START + Math.floor(index / 2) * 1000),
    isSample: false,
    lines: [
      {
        kind: change.kind ?? "flag",
        tone: "changed",
        subject: change.subject ?? `flag-${index}`,
        words: ": off → on",
        tail: "",
        flag: change.flag ?? `flag-${index}`,
        environment: change.environment ?? undefined,
        project: undefined,
        actor: change.actor ?? undefined,
      },
    ],
  });
}

test("pages are without a gap or a repeat, whatever lines share a moment", async () => {
  const radar = await openTestRadar({ now });
  for (let index = 0; index < 25; index++) await addLine(radar, index);
  const ids: number[] = [];
  let next: string | null = "";
  while (next !== null) {
    const page: ChangesPage = await radar.get(`/api/changes?limit=4${next && `&cursor=${next}`}`);
    ids.push(...page.lines.map(({ id }) => id));
    next = page.next;
  }
  expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
});

describe("a filter", () => {
  // No test changes it: one is enough for all of them.
  let radar: TestRadar;
  beforeAll(async () => {
    let close: (() => Promise<void>) | undefined;
    radar = await openTestRadar({ now, closeWith: (closing) => void (close = closing) });
    await addLine(radar, 0);
    await addLine(radar, 1);
    await addLine(radar, 2);
    await addLine(radar, 3, { provider: "github", kind: "deployment" });
    await addLine(radar, 4, { flag: "100%_sure", subject: "100%_sure" });
    await addLine(radar, 5, { actor: "ana", environment: "staging" });
    return close;
  });

  test.each([
    ["provider=github", [3]],
    ["kind=deployment", [3]],
    ["flag=100%25_sure", [4]],
    ["actor=ana", [5]],
    ["environment=staging", [5]],
    ["q=SURE", [4]],
    ["q=100%25_", [4]],
    ["q=1000", []],
    ["q=flag-1+on", [1]],
    ["q=%5C", []],
    ["from=2026-11-29T11:00:02Z&to=2026-11-29T11:00:02Z", [5, 4]],
    [`from=${START}&q=flag-0`, [0]],
    ["provider=goff&actor=ana", [5]],
    ["provider=&actor=ana", [5]],
  ])("of %s lets through %j, for stored lines and for live ones", async (query, expected) => {
    const { lines, total } = await radar.get<ChangesPage>(`/api/changes?${query}`);
    expect(lines.map(({ id }) => id - 1)).toEqual(expected);
    expect(total).toBe(expected.length);
    const all = (await radar.get<ChangesPage>("/api/changes")).lines;
    const given = Object.fromEntries([...new URLSearchParams(query)].filter(([, value]) => value !== ""));
    const filter: Filter = {
      ...given,
      kind: given["kind"] as Kind | undefined,
      from: time(given["from"]),
      to: time(given["to"]),
    };
    expect(all.filter((line) => passes(filter, line)).map(({ id }) => id - 1)).toEqual(expected);
  });
});

test.each([
  ["kind=flags", "kind must be one of flag, config, code, deployment, incident, evaluation, other."],
  ["from=yesterday", "from must be a time, such as 2026-11-29T12:00:00Z."],
  ["limit=5000", "limit must be at most 1000."],
  ["cursor=1", "cursor must be a cursor that the API gave."],
])("%s is 400 and says what to change", async (query, error) => {
  const { app } = await openTestRadar();
  const response = await app.request(`/api/changes?${query}`, { headers: { host: "localhost" } });
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 400, body: { error } });
});

test("CSV has a heading, quotes what needs quotes, and no cell that a spreadsheet runs", async () => {
  const { app, ...radar } = await openTestRadar({ now });
  await addLine({ app, ...radar }, 0, { subject: '=1+"2"', flag: "@x", actor: "bo, ana" });
  const response = await app.request("/api/changes?format=csv", { headers: { host: "localhost" } });
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect((await response.text()).split("\r\n")).toEqual([
    "id,at,provider,event,kind,what,flag,environment,project,actor",
    `1,2026-11-29T11:00:00.000Z,goff,notify,flag,"'=1+""2"": off → on",'@x,,,"bo, ana"`,
    "",
  ]);
});

test("the strip counts every line in its time, and has deployments and incidents as marks", async () => {
  const radar = await openTestRadar({ now });
  for (let index = 0; index < 30; index++) await addLine(radar, index);
  await addLine(radar, 30, { kind: "deployment" });
  await addLine(radar, 31, { at: now().toISOString(), kind: "incident" });
  const strip = await radar.get<Strip>("/api/strip");
  expect(sum(strip.counts.flag)).toBe(30);
  expect(strip.counts.incident!.at(-1)).toBe(1);
  expect(strip.marks.map(({ kind }) => kind)).toEqual(["deployment", "incident"]);
  expect({ from: strip.from, to: strip.to }).toEqual({
    from: "2026-11-29T11:00:00.000Z",
    to: "2026-11-29T12:00:00.000Z",
  });
});

test("annotations have what Grafana reads, without batches of evaluations", async () => {
  const radar = await openTestRadar({ now });
  await addLine(radar, 0, { environment: "production" });
  await addLine(radar, 1, { kind: "evaluation" });
  expect(await radar.get<Annotation[]>(`/api/annotations?from=${START}&to=${now().getTime()}`)).toEqual([
    {
      time: START,
      title: "flag-0",
      text: "flag-0: off → on",
      tags: ["flag", "goff", "production", "flag-0"],
    },
  ]);
});

test("the values of filters come with their number, the most frequent first", async () => {
  const radar = await openTestRadar({ now });
  await addLine(radar, 0, { actor: "ana" });
  await addLine(radar, 1, { actor: "bo" });
  await addLine(radar, 2, { actor: "bo" });
  const { actor } = await radar.get<FilterValues>("/api/filters");
  expect(actor).toEqual([
    { value: "bo", count: 2 },
    { value: "ana", count: 1 },
  ]);
});

test("a second attempt at an event adds no line", async () => {
  const radar = await openTestRadar({ now });
  await addLine(radar, 0);
  await addLine(radar, 0);
  expect((await radar.get<ChangesPage>("/api/changes")).total).toBe(1);
});

test("a line's search text has what a person sees of it", () => {
  const line = {
    provider: "goff",
    event: "notify",
    kind: "flag",
    subject: "A",
    words: ": B",
    tail: " by C",
  } as const;
  expect(searchTextOf(line)).toBe("a: b by c flag goff notify ");
});

function sum(counts: readonly number[] | undefined): number {
  return (counts ?? []).reduce((one, other) => one + other, 0);
}

function time(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(/^\d+$/.test(text) ? Number(text) : text);
}
