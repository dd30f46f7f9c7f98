import { goff as samples } from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import type { FlagPage, FlagsPage } from "../src/api/contract.ts";
import { compactEvaluations } from "../src/database/evaluations.ts";
import { insertLines } from "../src/database/lines.ts";
import { removeBefore, removeSamples } from "../src/database/removal.ts";
import { countEvaluations } from "../src/evaluations/count-evaluations.ts";
import { sentenceOf } from "../src/model/line.ts";
import { exportLine } from "../src/words/export-words.ts";
import { newFlag, openTestRadar, type TestRadar } from "./open-test-radar.ts";

const NOW = new Date("2026-11-29T12:00:30Z");
const now = (): Date => NOW;

interface Served {
  readonly flag?: string;
  readonly variation?: string;
  readonly isFailed?: boolean;
  readonly secondsAgo?: number;
  readonly environment?: string;
}

let batches = 0;

/** Stores a batch of the exporter that arrived just now. Gives what is not counted. */
async function store(radar: TestRadar, all: readonly Served[], key = `batch ${batches++}`): Promise<number> {
  const [first] = samples.export.events;
  const events = all.map(({ flag = "checkout", variation = "new", isFailed = false, secondsAgo = 0 }) => ({
    ...first,
    key: flag,
    variation,
    default: isFailed,
    creationDate: NOW.getTime() / 1000 - secondsAgo,
  }));
  const meta = { environment: all[0]?.environment ?? "production" };
  const event = { provider: "goff", type: "export", payload: { meta, events } };
  const { counts, omitted } = countEvaluations(event as never, NOW);
  await insertLines(radar.database, {
    key,
    provider: "goff",
    dedupeKey: key,
    event: "export",
    at: NOW,
    isSample: false,
    lines: [exportLine(event.payload as never)],
    evaluations: counts,
  });
  return omitted;
}

test("evaluations are counted by variation and minute, failures apart", async () => {
  const radar = await openTestRadar({ now });
  await store(radar, [
    { secondsAgo: 31 }, // 11:59:59
    { secondsAgo: 91 },
    { variation: "old", secondsAgo: 91 },
    { variation: "old" },
    { variation: "SdkDefault", isFailed: true },
    { flag: "other" },
  ]);
  await store(radar, [{}, { environment: "production", secondsAgo: 30 }]);
  const page = await radar.get<FlagPage>("/api/flag?flag=checkout&span=1h");
  expect(page).toMatchObject({ environment: "production", environments: ["production"], bucketMs: 60_000 });
  expect(page.from).toBe("2026-11-29T11:50:00.000Z"); // ten minutes, though it all began later
  expect(page.series.map(({ variation, is, counts }) => [variation, is, counts.slice(-3)])).toEqual([
    ["new", "served", [1, 1, 2]],
    ["old", "served", [1, 0, 1]],
    ["failed", "failed", [0, 0, 1]],
  ]);
});

test("a second attempt at a batch counts nothing again", async () => {
  const radar = await openTestRadar({ now });
  await store(radar, [{}], "one");
  await store(radar, [{}], "one");
  const { flags } = await radar.get<FlagsPage>("/api/flags");
  expect(flags).toEqual([{ flag: "checkout", changes: 0, last: null, evaluations: 1 }]);
});

test("a batch that arrives is counted", async () => {
  const radar = await openTestRadar();
  expect((await radar.send("goff", { meta: {}, events: samples.export.events })).status).toBe(200);
  const { flags } = await radar.get<FlagsPage>("/api/flags");
  expect(flags).toEqual([{ flag: "new-checkout", changes: 0, last: null, evaluations: 1 }]);
});

test.each([
  ["of a day ago", -86_400 + 60, "2026-11-28T12:01:00.000Z"],
  ["of another year", -300 * 86_400, "2026-11-29T12:00:00.000Z"],
  ["of a clock that is a little fast", 60, "2026-11-29T12:01:00.000Z"],
  ["in milliseconds, as its comment says", NOW.getTime(), "2026-11-29T12:00:00.000Z"],
])("a time %s is %s", (_name, seconds, expected) => {
  const creationDate = NOW.getTime() / 1000 + seconds;
  const event = { ...samples.export.events[0], creationDate };
  const batch = { provider: "goff", type: "export", payload: { meta: {}, events: [event] } };
  const { counts } = countEvaluations(batch as never, NOW);
  expect(counts.map(({ at }) => at.toISOString())).toEqual([expected]);
});

test("a batch with a name for each person is counted up to a limit, and the rest is known", async () => {
  const radar = await openTestRadar({ now });
  const people = Array.from({ length: 2010 }, (_, index) => ({ variation: `person-${index}` }));
  expect(await store(radar, people)).toBe(10);
  const { count } = await radar.database
    .selectFrom("evaluations")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  expect(count).toBe(2000);
  const { series } = await radar.get<FlagPage>("/api/flag?flag=checkout");
  expect(series.map(({ is }) => is)).toEqual(["served", "served", "served", "served", "served", "others"]);
  expect(series.at(-1)).toMatchObject({ variation: "1995 others" });
  expect(series.at(-1)!.counts.at(-1)).toBe(1995);
});

test("old minutes become hours, once, and beyond a number of rows the oldest go", async () => {
  const radar = await openTestRadar({ now });
  await store(radar, [{ secondsAgo: 86_400 }, { secondsAgo: 86_400 - 120 }, { secondsAgo: 60 }]);
  const later = new Date(NOW.getTime() + 2 * 3_600_000);
  const read = async () =>
    (await radar.database.selectFrom("evaluations").select(["at", "count"]).orderBy("at").execute()).map(
      ({ at, count }) => [new Date(at).toISOString(), count],
    );
  const recent = ["2026-11-29T11:59:00.000Z", 1];
  for (let round = 0; round < 2; round++) {
    await compactEvaluations(radar.database, later);
    expect(await read()).toEqual([["2026-11-28T12:00:00.000Z", 2], recent]);
  }
  await compactEvaluations(radar.database, later, 1);
  expect(await read()).toEqual([recent]);
  await removeBefore(radar.database, later);
  expect(await read()).toEqual([]);
});

test("flags are listed with their last change, those that changed last first, and are searched", async () => {
  const radar = await openTestRadar({ now });
  await radar.send("goff", newFlag("checkout-v2"));
  await radar.send("goff", newFlag("100%_sure"));
  await radar.send("goff", { meta: {}, flags: { deleted: { "checkout-v2": { disable: false } } } });
  await store(radar, [{ flag: "only-evaluated" }, { flag: "checkout-v2" }]);
  const { flags } = await radar.get<FlagsPage>("/api/flags");
  expect(
    flags.map(({ flag, changes, last, evaluations }) => [flag, changes, last?.words, evaluations]),
  ).toEqual([
    ["checkout-v2", 2, ": deleted", 1],
    ["100%_sure", 1, ": created, on", 0],
    ["only-evaluated", 0, undefined, 1],
  ]);
  const search = async (q: string) =>
    (await radar.get<FlagsPage>(`/api/flags?q=${encodeURIComponent(q)}`)).flags.map(({ flag }) => flag);
  expect(await search("CHECK")).toEqual(["checkout-v2"]);
  expect(await search("100%_")).toEqual(["100%_sure"]);
  expect(await search("only")).toEqual(["only-evaluated"]);
  expect(await search("__")).toEqual([]);
});

test("a flag that nobody knows has an empty page, and none without a name", async () => {
  const radar = await openTestRadar({ now });
  expect(await radar.get<FlagPage>("/api/flag?flag=nobody")).toMatchObject({
    series: [],
    marks: [],
    history: [],
    environment: null,
  });
  const response = await radar.app.request("/api/flag", { headers: { host: "localhost" } });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { error: "flag must be the name of a flag." },
  });
});

test("the sample's evaluations turn with the change, and back when the flag is off", async () => {
  const radar = await openTestRadar({ now });
  await radar.addSamples();
  const page = await radar.get<FlagPage>("/api/flag?flag=checkout-v2");
  const changeAt = (words: RegExp): number => {
    const line = page.marks.find((mark) => mark.kind === "flag" && words.test(mark.words))!;
    return Math.floor((Date.parse(line.at) - Date.parse(page.from)) / page.bucketMs);
  };
  const share = (variation: string, column: number): number => {
    const total = page.series.reduce((sum, { counts }) => sum + counts[column]!, 0);
    return Math.round(
      (page.series.find((one) => one.variation === variation)!.counts[column]! / total) * 100,
    );
  };
  const raised = changeAt(/25 % → 100 %/);
  const switched = changeAt(/on → off/);
  expect(share("new", raised - 1)).toBeLessThan(35);
  expect(share("failed", raised - 1)).toBe(0);
  expect(share("old", raised + 2)).toBe(0);
  expect(share("failed", raised + 2)).toBeGreaterThan(25);
  expect(share("old", switched + 2)).toBe(100);
  expect(page.marks.filter(({ kind }) => kind !== "flag").map(sentenceOf)).toEqual([
    "deployment to production: success by shop-deploys",
    "deployment to production: success by shop-deploys",
    "Checkout: payments refused: incident opened by bo",
    "Checkout: payments refused: incident closed by ana",
  ]);
  expect(page.environments).toEqual(["production"]);
  await removeSamples(radar.database);
  expect((await radar.get<FlagsPage>("/api/flags")).flags).toEqual([]);
});
