import type { FlagChange } from "@flaghook/core";
import { sql, type ExpressionBuilder, type Selectable } from "kysely";
import { wordsOf, type Filter } from "../model/filter.ts";
import { searchTextOf, type Kind, type Line, type LineDraft, type Tone } from "../model/line.ts";
import { addEvaluations, type EvaluationCount } from "./evaluations.ts";
import type { Database, LineTable, Tables } from "./schema.ts";

/** The lines of one verified event, ready to be stored. */
export interface EventLines {
  /** The inbox's key: a second attempt stores nothing again. */
  readonly key: string;
  readonly provider: string;
  readonly dedupeKey: string;
  readonly event: string;
  readonly at: Date;
  readonly isSample: boolean;
  readonly lines: readonly (LineDraft & { readonly change?: FlagChange | undefined })[];
  /** Counted once, with the lines. */
  readonly evaluations?: readonly EvaluationCount[];
}

/** A place in the list: the last line of a page, and how many to give after it. */
export interface Page {
  readonly after?: { readonly at: number; readonly id: number } | undefined;
  readonly limit: number;
  /** No line with a higher id. */
  readonly upTo?: number | undefined;
  /** Leaves out batches of evaluations, which say little one by one. */
  readonly quiet?: boolean;
}

/** The columns that a line is read from. */
export const LINE_COLUMNS = [
  "id",
  "at",
  "provider",
  "event",
  "kind",
  "tone",
  "subject",
  "words",
  "tail",
  "flag",
  "environment",
  "project",
  "actor",
  "is_sample",
] as const;

/** Stores the lines of an event, all or none. Gives the ids of those that are new. */
export async function insertLines(database: Database, event: EventLines): Promise<readonly number[]> {
  return database.transaction().execute(async (transaction) => {
    const ids: number[] = [];
    for (const [place, { change, ...draft }] of event.lines.entries()) {
      const { key, provider, dedupeKey, event: name, at, isSample } = event;
      const inserted = await transaction
        .insertInto("lines")
        .values({
          event_key: key,
          place,
          at: at.getTime(),
          provider,
          dedupe_key: dedupeKey,
          event: name,
          ...draft,
          flag: draft.flag ?? null,
          environment: draft.environment ?? null,
          project: draft.project ?? null,
          actor: draft.actor ?? null,
          search: searchTextOf({ ...draft, provider, event: name }),
          is_sample: isSample ? 1 : 0,
        })
        .onConflict((conflict) => conflict.columns(["event_key", "place"]).doNothing())
        .returning("id")
        .executeTakeFirst();
      if (inserted === undefined) continue;
      ids.push(inserted.id);
      if (change === undefined) continue;
      await transaction
        .insertInto("changes")
        .values({ line_id: inserted.id, change: JSON.stringify(change) })
        .execute();
    }
    if (ids.length > 0) await addEvaluations(transaction, event.evaluations ?? [], event.isSample);
    return ids;
  });
}

/** A page of lines, newest first. */
export async function pageOfLines(database: Database, filter: Filter, page: Page): Promise<readonly Line[]> {
  const { after, limit, upTo, quiet = false } = page;
  const ids = database
    .selectFrom("lines")
    .select("id")
    .where((builder) => conditions(builder, filter))
    .$if(upTo !== undefined, (query) => query.where("id", "<=", upTo!))
    .$if(quiet, (query) => query.where("kind", "!=", "evaluation"))
    .$if(after !== undefined, (query) =>
      query.where((builder) =>
        builder(builder.refTuple("at", "id"), "<", builder.tuple(after!.at, after!.id)),
      ),
    )
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(limit);
  const rows = await database
    .selectFrom("lines")
    .select(LINE_COLUMNS)
    .where("id", "in", ids)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(lineOf);
}

/** Lines after an id, in the order in which they were stored: what a stream goes on with. */
export async function linesSince(
  database: Database,
  id: number,
  limit: number,
  filter: Filter = {},
): Promise<readonly Line[]> {
  return linesBetween(database, { after: id, upTo: Number.MAX_SAFE_INTEGER }, limit, filter);
}

/** Lines after an id and up to another, in the order in which they were stored. */
export async function linesBetween(
  database: Database,
  { after, upTo }: { readonly after: number; readonly upTo: number },
  limit: number,
  filter: Filter,
): Promise<readonly Line[]> {
  const rows = await database
    .selectFrom("lines")
    .select(LINE_COLUMNS)
    .where("id", ">", after)
    .where("id", "<=", upTo)
    .where((builder) => conditions(builder, filter))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(lineOf);
}

/** How many lines up to an id pass. */
export async function countLines(database: Database, filter: Filter, upTo: number): Promise<number> {
  const { total } = await database
    .selectFrom("lines")
    .select((builder) => builder.fn.countAll<number>().as("total"))
    .where("id", "<=", upTo)
    .where((builder) => conditions(builder, filter))
    .executeTakeFirstOrThrow();
  return total;
}

/** The id of the newest line, 0 for none. */
export async function newestId(database: Database): Promise<number> {
  const row = await database
    .selectFrom("lines")
    .select((builder) => builder.fn.max("id").as("id"))
    .executeTakeFirst();
  return row?.id ?? 0;
}

/** One line with what it was made of. */
export async function findLine(
  database: Database,
  id: number,
): Promise<
  { readonly line: Line; readonly dedupeKey: string; readonly change: FlagChange | undefined } | undefined
> {
  const row = await database
    .selectFrom("lines")
    .leftJoin("changes", "changes.line_id", "lines.id")
    .select([...LINE_COLUMNS, "dedupe_key", "change"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const change = row.change === null ? undefined : (JSON.parse(row.change) as FlagChange);
  return { line: lineOf(row), dedupeKey: row.dedupe_key, change };
}

/** The first line that an event gave. */
export async function findLineOfEvent(
  database: Database,
  provider: string,
  dedupeKey: string,
): Promise<number | undefined> {
  const row = await database
    .selectFrom("lines")
    .select("id")
    .where("provider", "=", provider)
    .where("dedupe_key", "=", dedupeKey)
    .orderBy("id")
    .executeTakeFirst();
  return row?.id;
}

/** The first line of an event that came at a certain moment. */
export async function findLineAt(
  database: Database,
  provider: string,
  dedupeKey: string,
  at: Date,
): Promise<Line | undefined> {
  const row = await database
    .selectFrom("lines")
    .select(LINE_COLUMNS)
    .where("provider", "=", provider)
    .where("dedupe_key", "=", dedupeKey)
    .where("at", "=", at.getTime())
    .orderBy("id")
    .executeTakeFirst();
  return row && lineOf(row);
}

/** Values of a column with their number of lines, the most frequent first. */
export async function valuesOf(
  database: Database,
  column: "provider" | "kind" | "flag" | "actor" | "environment",
): Promise<readonly { readonly value: string; readonly count: number }[]> {
  const rows = await database
    .selectFrom("lines")
    .select((builder) => [column, builder.fn.countAll<number>().as("count")])
    .where(column, "is not", null)
    .groupBy(column)
    .orderBy("count", "desc")
    .orderBy(column)
    .limit(200)
    .execute();
  return rows.map((row) => ({ value: row[column]!, count: row.count }));
}

/** How many lines of each kind fall into each of the equal parts of a time range. */
export async function density(
  database: Database,
  filter: Filter,
  range: { readonly from: number; readonly to: number; readonly bucketMs: number },
): Promise<readonly { readonly bucket: number; readonly kind: Kind; readonly count: number }[]> {
  const { from, to, bucketMs } = range;
  const bucket = sql<number>`(at - ${sql.lit(from)}) / ${sql.lit(bucketMs)}`;
  const rows = await database
    .selectFrom("lines")
    .select((builder) => [bucket.as("bucket"), "kind", builder.fn.countAll<number>().as("count")])
    .where("at", ">=", from)
    .where("at", "<=", to)
    .where((builder) => conditions(builder, { ...filter, from: undefined, to: undefined }))
    .groupBy(["bucket", "kind"])
    .execute();
  return rows.map((row) => ({
    bucket: row.bucket,
    kind: row.kind as Kind,
    count: row.count,
  }));
}

/** When the first line arrived, as milliseconds; `undefined` without lines. */
export async function oldestAt(database: Database): Promise<number | undefined> {
  const row = await database
    .selectFrom("lines")
    .select((builder) => builder.fn.min("at").as("at"))
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** How many lines, and how many of them are sample data. */
export async function countSamples(
  database: Database,
): Promise<{ readonly lines: number; readonly samples: number }> {
  const row = await database
    .selectFrom("lines")
    .select(({ fn: aggregate }) => [
      aggregate.countAll<number>().as("lines"),
      aggregate.sum<number>("is_sample").as("samples"),
    ])
    .executeTakeFirstOrThrow();
  return { lines: row.lines, samples: row.samples ?? 0 };
}

function conditions(builder: ExpressionBuilder<Tables, "lines">, filter: Filter) {
  const { provider, kind, flag, actor, environment, q, from, to } = filter;
  const equal = Object.entries({ provider, kind, flag, actor, environment }) as [
    "provider" | "kind" | "flag" | "actor" | "environment",
    string | undefined,
  ][];
  return builder.and([
    ...equal.flatMap(([column, value]) => (value === undefined ? [] : [builder(column, "=", value)])),
    ...(from === undefined ? [] : [builder("at", ">=", from.getTime())]),
    ...(to === undefined ? [] : [builder("at", "<=", to.getTime())]),
    ...wordsOf(q).map((word) => sql<boolean>`search like ${`%${escapeLike(word)}%`} escape '\\'`),
  ]);
}

/** A text that `like` takes for itself. */
export function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&");
}

/** A line of its row. */
export function lineOf(row: Pick<Selectable<LineTable>, (typeof LINE_COLUMNS)[number]>): Line {
  const { at, kind, tone, is_sample: isSample, ...rest } = row;
  return {
    ...rest,
    at: new Date(at).toISOString(),
    kind: kind as Kind,
    tone: tone as Tone,
    isSample: isSample === 1,
  };
}
