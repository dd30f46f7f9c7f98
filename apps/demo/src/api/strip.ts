import { Hono } from "hono";
import { density, oldestAt, pageOfLines } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import type { Filter } from "../model/filter.ts";
import { KINDS, type Kind, type Line } from "../model/line.ts";
import { stripQuery, type Strip } from "./contract.ts";
import { readQuery } from "./read-query.ts";
import { SPAN_MS } from "./spans.ts";

/** Columns of the strip. */
const BUCKETS = 120;

/** No strip is shorter: a minute alone would fill it with air. */
const LEAST_MS = 10 * 60_000;

/** Marks of each kind. More would cover each other. */
const MAX_MARKS = 60;

/**
 * `GET /api/strip`: how dense lines are over time, and the deployments and incidents among them.
 */
export function stripApi(database: Database, now: () => Date): Hono {
  const app = new Hono();
  app.get("/strip", async (context) => {
    const { span, from: _from, to: _to, ...filter } = readQuery(context, stripQuery);
    const to = now().getTime();
    const wanted = span === "all" ? ((await oldestAt(database)) ?? to) : to - SPAN_MS[span];
    const from = Math.min(wanted, to - LEAST_MS);
    const bucketMs = Math.ceil((to - from + 1) / BUCKETS);
    const counts: Partial<Record<Kind, number[]>> = {};
    for (const { bucket, kind, count } of await density(database, filter, { from, to, bucketMs })) {
      counts[kind] ??= Array.from({ length: BUCKETS }, () => 0);
      counts[kind][bucket] = count;
    }
    const range = { ...filter, from: new Date(from), to: new Date(to) };
    const marks = await Promise.all([
      marksOf(database, range, "deployment"),
      marksOf(database, range, "incident"),
    ]);
    return context.json({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      bucketMs,
      counts: Object.fromEntries(KINDS.flatMap((kind) => (counts[kind] ? [[kind, counts[kind]]] : []))),
      marks: marks.flat(),
    } satisfies Strip);
  });
  return app;
}

async function marksOf(database: Database, filter: Filter, kind: Kind): Promise<readonly Line[]> {
  if (filter.kind !== undefined && filter.kind !== kind) return [];
  return pageOfLines(database, { ...filter, kind }, { limit: MAX_MARKS });
}
