import { Hono } from "hono";
import { turnsOfFlag } from "../database/datafiles.ts";
import { evaluatedIn, evaluationsOf, type Parts } from "../database/evaluations.ts";
import { happenings, historyOf, listFlags } from "../database/flags.ts";
import type { Database } from "../database/schema.ts";
import type { Line } from "../model/line.ts";
import { flagQuery, flagsQuery, type FlagPage, type FlagsPage, type Series } from "./contract.ts";
import { readQuery } from "./read-query.ts";
import { SPAN_MS, type Span } from "./spans.ts";

const MINUTE_MS = 60_000;

/**
 * Lengths of the chart's columns that people count in. All but the first go into an hour or a day.
 */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440].map((minutes) => minutes * MINUTE_MS);

/** Columns of the chart, at most. */
const MAX_COLUMNS = 120;

/** No chart is shorter. */
const LEAST_MS = 10 * MINUTE_MS;

/** Variations that have a colour of their own. The others are added up. */
const MAX_SERIES = 5;

const MAX_HISTORY = 200;

/** Deployments and incidents that are drawn. More would cover each other. */
const MAX_MARKS = 60;

/** `GET /api/flags` lists flags, `GET /api/flag` has the history of one and its evaluations. */
export function flagsApi(database: Database, now: () => Date): Hono {
  const app = new Hono();

  app.get("/flags", async (context) => {
    const { q } = readQuery(context, flagsQuery);
    return context.json({ flags: await listFlags(database, { q, now: now() }) } satisfies FlagsPage);
  });

  app.get("/flag", async (context) => {
    const { flag, environment: wanted, span } = readQuery(context, flagQuery);
    const [evaluated, history, turns] = await Promise.all([
      evaluatedIn(database, flag),
      historyOf(database, flag, MAX_HISTORY),
      turnsOfFlag(database, flag, MAX_HISTORY),
    ]);
    const environments = environmentsOf(evaluated, history);
    const environment = wanted === "all" ? undefined : (wanted ?? environments[0]);
    const firsts = [...evaluated.map(({ firstAt }) => firstAt), ...history.map(({ at }) => Date.parse(at))];
    const parts = partsOf(span, Math.min(...firsts), now().getTime());
    const [rows, happened] = await Promise.all([
      evaluationsOf(database, { flag, environment }, parts),
      happenings(database, { ...parts, environment }, MAX_MARKS),
    ]);
    const changes = history.filter(
      (line) => isWithin(line, parts) && (environment === undefined || isIn(line, environment)),
    );
    const marks = [...changes, ...happened].toSorted(
      (one, other) => Date.parse(one.at) - Date.parse(other.at),
    );
    return context.json({
      flag,
      environments,
      environment: environment ?? null,
      from: new Date(parts.from).toISOString(),
      to: new Date(parts.to).toISOString(),
      bucketMs: parts.bucketMs,
      series: seriesOf(rows, columnsOf(parts)),
      marks,
      history,
      turns: Object.fromEntries(turns),
    } satisfies FlagPage);
  });

  return app;
}

/** Where it was evaluated, the busiest first, and then where it only changed. */
function environmentsOf(
  evaluated: readonly { readonly environment: string }[],
  history: readonly Line[],
): readonly string[] {
  const names = [
    ...evaluated.map(({ environment }) => environment),
    ...history.map(({ environment }) => environment ?? ""),
  ];
  return [...new Set(names.filter(Boolean))];
}

/** The time that a span means: never what lies before the flag's own beginning. */
function partsOf(span: Span, first: number, to: number): Parts {
  const wanted = span === "all" ? first : Math.max(first, to - SPAN_MS[span]);
  const begin = Math.min(Number.isFinite(wanted) ? wanted : to, to - LEAST_MS);
  const bucketMs = STEPS_MS.find((step) => (to - begin) / step < MAX_COLUMNS) ?? STEPS_MS.at(-1)!;
  return { from: Math.floor((begin - 1) / bucketMs) * bucketMs, to, bucketMs };
}

function columnsOf({ from, to, bucketMs }: Parts): number {
  return Math.floor((to - from) / bucketMs) + 1;
}

/** The busiest variations, then all others together, then those that failed. */
function seriesOf(rows: Awaited<ReturnType<typeof evaluationsOf>>, columns: number): readonly Series[] {
  const found = new Map<string, { variation: string; is: Series["is"]; counts: number[]; total: number }>();
  for (const { variation, isFailed, bucket, count } of rows) {
    if (bucket < 0 || bucket >= columns) continue;
    // The SDK's default stands for nothing that anybody chose.
    const key = isFailed ? "failed" : `served ${variation}`;
    const series = found.get(key) ?? {
      variation: isFailed ? "failed" : variation,
      is: isFailed ? "failed" : "served",
      counts: Array.from({ length: columns }, () => 0),
      total: 0,
    };
    series.counts[bucket]! += count;
    series.total += count;
    found.set(key, series);
  }
  const sorted = [...found.values()].toSorted((one, other) => other.total - one.total);
  const served = sorted.filter(({ is }) => is === "served");
  // By name, so that a variation keeps its colour when another one overtakes it.
  const coloured = served
    .slice(0, MAX_SERIES)
    .toSorted((one, other) => (one.variation < other.variation ? -1 : 1));
  const rest = served.slice(MAX_SERIES);
  const others = {
    variation: `${rest.length} others`,
    is: "others" as const,
    counts: Array.from({ length: columns }, (_, index) =>
      rest.reduce((sum, { counts }) => sum + counts[index]!, 0),
    ),
  };
  const shown = [
    ...coloured,
    ...(rest.length > 0 ? [others] : []),
    ...sorted.filter(({ is }) => is === "failed"),
  ];
  return shown.map(({ variation, is, counts }) => ({ variation, is, counts }));
}

function isWithin({ at }: Line, { from, to }: Parts): boolean {
  const time = Date.parse(at);
  return time >= from && time <= to;
}

/** A change that says no environment may be one of any. */
function isIn(line: Line, environment: string): boolean {
  return line.environment === null || line.environment.toLowerCase() === environment.toLowerCase();
}
