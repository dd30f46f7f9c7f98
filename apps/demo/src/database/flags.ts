import { sql } from "kysely";
import { wordsOf } from "../model/filter.ts";
import type { Line } from "../model/line.ts";
import { countEvaluated } from "./evaluations.ts";
import { escapeLike, LINE_COLUMNS, lineOf } from "./lines.ts";
import type { Database } from "./schema.ts";

const DAY_MS = 86_400_000;

/** Flags that a list shows. One searches for what is not among them. */
export const MAX_FLAGS = 300;

/** A flag as a list shows it. */
export interface FlagSummary {
  readonly flag: string;
  /** Lines that tell of it, batches of evaluations left out. */
  readonly changes: number;
  /** The newest of them; `null` for a flag that was only evaluated. */
  readonly last: Line | null;
  /** How often it was evaluated in the last 24 hours. */
  readonly evaluations: number;
}

/** Flags that changed or were evaluated, those that changed last first. */
export async function listFlags(
  database: Database,
  { q, now }: { readonly q: string | undefined; readonly now: Date },
): Promise<readonly FlagSummary[]> {
  const words = wordsOf(q);
  const like = words.length === 0 ? undefined : `%${words.map(escapeLike).join("%")}%`;
  const changed = await database
    .selectFrom("lines")
    .select(({ fn: aggregate }) => [
      "flag",
      aggregate.countAll<number>().as("changes"),
      aggregate.max("at").as("last_at"),
    ])
    .where("flag", "is not", null)
    .where("kind", "!=", "evaluation")
    .$if(like !== undefined, (query) => query.where(sql<boolean>`lower(flag) like ${like} escape '\\'`))
    .groupBy("flag")
    .orderBy("last_at", "desc")
    .limit(MAX_FLAGS)
    .execute();
  const names = changed.map(({ flag }) => flag!);
  const [lasts, evaluated] = await Promise.all([
    lastLines(database, names),
    countEvaluated(database, now.getTime() - DAY_MS, MAX_FLAGS, like),
  ]);
  const summaries = changed.map(({ flag, changes }) => ({
    flag: flag!,
    changes,
    last: lasts.get(flag!) ?? null,
    evaluations: evaluated.get(flag!) ?? 0,
  }));
  const known = new Set(names);
  const others = [...evaluated].filter(([flag]) => !known.has(flag));
  return [
    ...summaries,
    ...others.map(([flag, evaluations]) => ({ flag, changes: 0, last: null, evaluations })),
  ].slice(0, MAX_FLAGS);
}

/** The newest line of each flag: one seek in an index for each. */
async function lastLines(database: Database, flags: readonly string[]): Promise<ReadonlyMap<string, Line>> {
  if (flags.length === 0) return new Map();
  const rows = await database
    .selectFrom("lines")
    .select(LINE_COLUMNS)
    .where("flag", "in", flags)
    .where((builder) =>
      builder(
        "id",
        "=",
        builder
          .selectFrom("lines as other")
          .select("other.id")
          .whereRef("other.flag", "=", "lines.flag")
          .where("other.kind", "!=", "evaluation")
          .orderBy("other.at", "desc")
          .orderBy("other.id", "desc")
          .limit(1),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.flag!, lineOf(row)]));
}

/**
 * The lines that tell of a flag, newest first: batches of evaluations left out, datafiles in which
 * it is another one among them.
 */
export async function historyOf(database: Database, flag: string, limit: number): Promise<readonly Line[]> {
  const decided = database.selectFrom("decisions").select("line_id").where("flag", "=", flag);
  const rows = await database
    .selectFrom("lines")
    .select(LINE_COLUMNS)
    .where((builder) =>
      builder.or([
        builder.and([builder("flag", "=", flag), builder("kind", "!=", "evaluation")]),
        builder("id", "in", decided),
      ]),
    )
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(lineOf);
}

/** Deployments and incidents of a time, newest first: of one environment, or of all. */
export async function happenings(
  database: Database,
  { from, to, environment }: { from: number; to: number; environment: string | undefined },
  limit: number,
): Promise<readonly Line[]> {
  const rows = await database
    .selectFrom("lines")
    .select(LINE_COLUMNS)
    .where("at", ">=", from)
    .where("at", "<=", to)
    .where("kind", "in", ["deployment", "incident"])
    .$if(environment !== undefined, (query) =>
      query.where((builder) =>
        builder.or([
          builder("environment", "is", null),
          sql<boolean>`lower(environment) = ${environment!.toLowerCase()}`,
        ]),
      ),
    )
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(lineOf);
}
