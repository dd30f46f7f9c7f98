import { sql } from "kysely";
import type { Database } from "./schema.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Minutes are kept for a day, and then gathered into hours. */
const MINUTES_KEPT_MS = DAY_MS;

/** Rows that are kept, some 100 MB. The oldest go first. */
export const MAX_ROWS = 500_000;

/** Rows that are written at one time: a statement takes a limited number of values. */
const BATCH = 500;

/** Postgres makes a number without a limit of a sum, and a text of that. */
const TOTAL = sql<number>`cast(sum(count) as bigint)`;

/** How often one variation of a flag was served within a minute. */
export interface EvaluationCount {
  readonly flag: string;
  /** Empty where the sender does not say it. */
  readonly environment: string;
  readonly variation: string;
  /** The SDK served its own default, since it could not evaluate the flag. */
  readonly isFailed: boolean;
  /** The beginning of the minute. */
  readonly at: Date;
  readonly count: number;
}

/** Adds to what is counted. Part of the transaction that stores the event's lines. */
export async function addEvaluations(
  database: Database,
  counts: readonly EvaluationCount[],
  isSample: boolean,
): Promise<void> {
  const rows = counts.map(({ flag, environment, variation, isFailed, at, count }) => ({
    flag,
    environment,
    variation,
    is_failed: isFailed ? 1 : 0,
    at: at.getTime(),
    count,
    is_sample: isSample ? 1 : 0,
  }));
  for (let start = 0; start < rows.length; start += BATCH) {
    await database
      .insertInto("evaluations")
      .values(rows.slice(start, start + BATCH))
      .onConflict((conflict) =>
        conflict.columns(KEY).doUpdateSet({ count: sql`evaluations.count + excluded.count` }),
      )
      .execute();
  }
}

/** The columns that tell counts apart. */
const KEY = ["flag", "environment", "variation", "is_failed", "at", "is_sample"] as const;

/** A stretch of time in equal parts. */
export interface Parts {
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
}

/** How often each variation of a flag was served in each part of a time. */
export async function evaluationsOf(
  database: Database,
  { flag, environment }: { readonly flag: string; readonly environment: string | undefined },
  { from, to, bucketMs }: Parts,
): Promise<
  readonly {
    readonly variation: string;
    readonly isFailed: boolean;
    readonly bucket: number;
    readonly count: number;
  }[]
> {
  const bucket = sql<number>`(at - ${sql.lit(from)}) / ${sql.lit(bucketMs)}`;
  const rows = await database
    .selectFrom("evaluations")
    .select(["variation", "is_failed", bucket.as("bucket"), TOTAL.as("total")])
    .where("flag", "=", flag)
    .where("at", ">=", from)
    .where("at", "<=", to)
    .$if(environment !== undefined, (query) => query.where("environment", "=", environment!))
    .groupBy(["variation", "is_failed", "bucket"])
    .execute();
  return rows.map(({ variation, is_failed: failed, bucket: place, total }) => ({
    variation,
    isFailed: failed === 1,
    bucket: place,
    count: total,
  }));
}

/** The environments in which a flag was evaluated, the busiest first; and when that began. */
export async function evaluatedIn(
  database: Database,
  flag: string,
): Promise<readonly { readonly environment: string; readonly count: number; readonly firstAt: number }[]> {
  const rows = await database
    .selectFrom("evaluations")
    .select(({ fn: aggregate }) => [
      "environment",
      TOTAL.as("total"),
      aggregate.min<number>("at").as("first_at"),
    ])
    .where("flag", "=", flag)
    .groupBy("environment")
    .orderBy("total", "desc")
    .limit(50)
    .execute();
  return rows.map(({ environment, total, first_at: firstAt }) => ({
    environment,
    count: total,
    firstAt,
  }));
}

/** How often each flag was evaluated since a time, the busiest first. */
export async function countEvaluated(
  database: Database,
  since: number,
  limit: number,
  like?: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom("evaluations")
    .select(["flag", TOTAL.as("total")])
    .where("at", ">=", since)
    .$if(like !== undefined, (query) => query.where(sql<boolean>`lower(flag) like ${like} escape '\\'`))
    .groupBy("flag")
    .orderBy("total", "desc")
    .limit(limit)
    .execute();
  return new Map(rows.map(({ flag, total }) => [flag, total]));
}

/** Gathers old minutes into hours, and drops the oldest beyond a number of rows. */
export async function compactEvaluations(
  database: Database,
  now: Date,
  maxRows: number = MAX_ROWS,
): Promise<void> {
  const before = Math.floor((now.getTime() - MINUTES_KEPT_MS) / HOUR_MS) * HOUR_MS;
  const hour = sql.lit(HOUR_MS);
  await database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto("evaluations")
      .columns([...KEY, "count"])
      .expression((builder) =>
        builder
          .selectFrom("evaluations")
          .select([
            "flag",
            "environment",
            "variation",
            "is_failed",
            sql<number>`at / ${hour} * ${hour}`.as("hour"),
            "is_sample",
            TOTAL.as("total"),
          ])
          .where("at", "<", before)
          .where(sql<boolean>`at % ${hour} <> 0`)
          .groupBy(["flag", "environment", "variation", "is_failed", "hour", "is_sample"]),
      )
      .onConflict((conflict) =>
        conflict.columns(KEY).doUpdateSet({ count: sql`evaluations.count + excluded.count` }),
      )
      .execute();
    await transaction
      .deleteFrom("evaluations")
      .where("at", "<", before)
      .where(sql<boolean>`at % ${hour} <> 0`)
      .execute();
    const last = await transaction
      .selectFrom("evaluations")
      .select("at")
      .orderBy("at", "desc")
      .limit(1)
      .offset(maxRows)
      .executeTakeFirst();
    if (last !== undefined) await transaction.deleteFrom("evaluations").where("at", "<=", last.at).execute();
  });
}
