import type { Decision } from "../model/decision.ts";
import type { Database } from "./schema.ts";

/** Datafiles of one environment that are kept whole: only the last ones are compared. */
const MAX_KEPT = 10;

/** Where a datafile belongs. Samples are never compared with real ones. */
export interface DatafilePlace {
  readonly project: string;
  readonly environment: string;
  readonly isSample: boolean;
}

/** A datafile that was fetched for a line, or why it was not. */
export interface StoredDatafile extends DatafilePlace {
  readonly lineId: number;
  readonly revision: number | null;
  readonly datafile: string | null;
  readonly problem: string | null;
}

/** How the SDK's decision on a flag turned; `null` where the datafile has no such flag. */
export interface DecisionTurn {
  readonly flag: string;
  readonly before: Decision | null;
  readonly after: Decision | null;
}

/** Everything that is known of the datafile of a line. */
export interface DatafileResult {
  /** Its own revision, which may be newer than the one that was announced. */
  readonly revision: number | null;
  /** The one that it was compared with; `null` for the first that was seen. */
  readonly beforeRevision: number | null;
  /** Why there is none. */
  readonly problem: string | null;
  readonly turns: readonly DecisionTurn[];
}

/** The id of the first line of an event, by the inbox's key. */
export async function lineOfKey(database: Database, key: string): Promise<number | undefined> {
  const row = await database
    .selectFrom("lines")
    .select("id")
    .where("event_key", "=", key)
    .where("place", "=", 0)
    .executeTakeFirst();
  return row?.id;
}

/** Keeps a datafile, and forgets the contents of the oldest ones of its environment. */
export async function keepDatafile(database: Database, stored: StoredDatafile): Promise<void> {
  const { lineId, project, environment, isSample, revision, datafile, problem } = stored;
  const place = { project, environment, is_sample: isSample ? 1 : 0 };
  await database
    .insertInto("datafiles")
    .values({ line_id: lineId, ...place, revision, before_revision: null, datafile, problem })
    .onConflict((conflict) => conflict.column("line_id").doNothing())
    .execute();
  const last = await database
    .selectFrom("datafiles")
    .select("revision")
    .where("project", "=", project)
    .where("environment", "=", environment)
    .where("is_sample", "=", place.is_sample)
    .where("datafile", "is not", null)
    .orderBy("revision", "desc")
    .limit(1)
    .offset(MAX_KEPT)
    .executeTakeFirst();
  if (last === undefined) return;
  await database
    .updateTable("datafiles")
    .set({ datafile: null })
    .where("project", "=", project)
    .where("environment", "=", environment)
    .where("is_sample", "=", place.is_sample)
    .where("revision", "<=", last.revision)
    .execute();
}

/** The datafile of a line. */
export async function datafileOf(
  database: Database,
  lineId: number,
): Promise<{ readonly datafile: string | null } | undefined> {
  return database.selectFrom("datafiles").select("datafile").where("line_id", "=", lineId).executeTakeFirst();
}

/** The kept datafile with the next lower or the next higher revision. */
export async function neighbourOf(
  database: Database,
  { project, environment, isSample }: DatafilePlace,
  revision: number,
  side: "before" | "after",
): Promise<
  { readonly lineId: number; readonly revision: number; readonly datafile: string | null } | undefined
> {
  const row = await database
    .selectFrom("datafiles")
    .select(["line_id", "revision", "datafile"])
    .where("project", "=", project)
    .where("environment", "=", environment)
    .where("is_sample", "=", isSample ? 1 : 0)
    .where("datafile", "is not", null)
    .where("revision", side === "before" ? "<" : ">", revision)
    .orderBy("revision", side === "before" ? "desc" : "asc")
    .orderBy("line_id")
    .executeTakeFirst();
  return row && { lineId: row.line_id, revision: row.revision!, datafile: row.datafile };
}

/** Writes how decisions turned at a line, over what was known before. */
export async function writeDecisions(
  database: Database,
  lineId: number,
  beforeRevision: number,
  turns: readonly DecisionTurn[],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("datafiles")
      .set({ before_revision: beforeRevision })
      .where("line_id", "=", lineId)
      .execute();
    await transaction.deleteFrom("decisions").where("line_id", "=", lineId).execute();
    if (turns.length === 0) return;
    await transaction
      .insertInto("decisions")
      .values(
        turns.map(({ flag, before, after }) => ({
          line_id: lineId,
          flag,
          turn: JSON.stringify({ before, after }),
        })),
      )
      .execute();
  });
}

/** What became of the datafile of a line; `undefined` while it was not fetched. */
export async function findDatafile(database: Database, lineId: number): Promise<DatafileResult | undefined> {
  const row = await database
    .selectFrom("datafiles")
    .select(["revision", "before_revision", "problem"])
    .where("line_id", "=", lineId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const turns = await database
    .selectFrom("decisions")
    .selectAll()
    .where("line_id", "=", lineId)
    .orderBy("flag")
    .execute();
  return {
    revision: row.revision,
    beforeRevision: row.before_revision,
    problem: row.problem,
    turns: turns.map(readTurn),
  };
}

/** How decisions on a flag turned, by line. */
export async function turnsOfFlag(
  database: Database,
  flag: string,
  limit: number,
): Promise<ReadonlyMap<number, DecisionTurn>> {
  const rows = await database
    .selectFrom("decisions")
    .selectAll()
    .where("flag", "=", flag)
    .orderBy("line_id", "desc")
    .limit(limit)
    .execute();
  return new Map(rows.map((row) => [row.line_id, readTurn(row)]));
}

function readTurn({ flag, turn }: { readonly flag: string; readonly turn: string }): DecisionTurn {
  return { flag, ...(JSON.parse(turn) as Omit<DecisionTurn, "flag">) };
}
