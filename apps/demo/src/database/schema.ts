import type { ColumnDataType, Generated, Kysely, RawBuilder } from "kysely";

/** Verified deliveries: what lines are made of. Signatures are not among the headers. */
export interface EventTable {
  readonly provider: string;
  readonly dedupe_key: string;
  /** JSON. */
  readonly headers: string;
  readonly body: Uint8Array;
}

/** Lines of the timeline. Narrow on purpose: searching reads all of them. */
export interface LineTable {
  readonly id: Generated<number>;
  /** The inbox's key of the delivery, the same at each attempt. */
  readonly event_key: string;
  /** The place among the lines of one event. */
  readonly place: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly provider: string;
  readonly dedupe_key: string;
  readonly event: string;
  readonly kind: string;
  readonly tone: string;
  readonly subject: string;
  readonly words: string;
  readonly tail: string;
  readonly flag: string | null;
  readonly environment: string | null;
  readonly project: string | null;
  readonly actor: string | null;
  readonly search: string;
  readonly is_sample: number;
}

/** The `FlagChange` behind a line, as JSON. */
export interface ChangeTable {
  readonly line_id: number;
  readonly change: string;
}

/** Deliveries that were turned away. */
export interface RefusalTable {
  readonly id: Generated<number>;
  readonly at: number;
  readonly provider: string;
  readonly code: string;
  readonly message: string;
  /** JSON. Nothing that may be a secret or a signature is in it. */
  readonly headers: string;
  /** Cut off at a limit. */
  readonly body: Uint8Array;
  readonly body_bytes: number;
  /** JSON: a diagnosis, or `null` until there is one. */
  readonly diagnosis: string | null;
  readonly is_sample: number;
}

/** How often variations were served, by the minute and later by the hour. */
export interface EvaluationTable {
  readonly flag: string;
  /** Empty where the sender does not say it. */
  readonly environment: string;
  readonly variation: string;
  readonly is_failed: number;
  /** The beginning of the minute or the hour, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
  readonly is_sample: number;
}

/** Datafiles of Optimizely that were fetched for a line, or could not be. */
export interface DatafileTable {
  readonly line_id: number;
  readonly project: string;
  readonly environment: string;
  readonly is_sample: number;
  readonly revision: number | null;
  readonly before_revision: number | null;
  /** JSON; `null` once newer ones are there. */
  readonly datafile: string | null;
  readonly problem: string | null;
}

/** Flags on which a datafile made the SDK decide otherwise. */
export interface DecisionTable {
  readonly line_id: number;
  readonly flag: string;
  /** JSON: the decisions before and after. */
  readonly turn: string;
}

/** Facts about the file itself. */
export interface FactTable {
  readonly name: string;
  readonly value: string;
}

/** All tables of the radar. */
export interface Tables {
  readonly events: EventTable;
  readonly lines: LineTable;
  readonly changes: ChangeTable;
  readonly refusals: RefusalTable;
  readonly evaluations: EvaluationTable;
  readonly datafiles: DatafileTable;
  readonly decisions: DecisionTable;
  readonly facts: FactTable;
}

/** A connection to the radar's tables, whatever keeps them. */
export type Database = Kysely<Tables>;

/** How a kind of database names the types of columns. */
export interface ColumnTypes {
  /** The primary key: rises with each row, and is never given away twice. */
  readonly id: ColumnType;
  /** Compared byte by byte, so that lists are in the same order everywhere. */
  readonly text: ColumnType;
  /** Milliseconds since 1970 fit into it. */
  readonly number: ColumnType;
  readonly bytes: ColumnType;
}

type ColumnType = ColumnDataType | RawBuilder<unknown>;

/** Creates what is not there yet. */
export async function createTables(database: Database, types: ColumnTypes): Promise<void> {
  const { schema } = database;
  const { id, text, number, bytes } = types;
  await schema
    .createTable("events")
    .ifNotExists()
    .addColumn("provider", text, (column) => column.notNull())
    .addColumn("dedupe_key", text, (column) => column.notNull())
    .addColumn("headers", text, (column) => column.notNull())
    .addColumn("body", bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint("events_key", ["provider", "dedupe_key"])
    .execute();
  let lines = schema
    .createTable("lines")
    .ifNotExists()
    .addColumn("id", id)
    .addColumn("event_key", text, (column) => column.notNull())
    .addColumn("place", number, (column) => column.notNull())
    .addColumn("at", number, (column) => column.notNull())
    .addColumn("is_sample", number, (column) => column.notNull());
  for (const name of [
    "provider",
    "dedupe_key",
    "event",
    "kind",
    "tone",
    "subject",
    "words",
    "tail",
    "search",
  ] as const)
    lines = lines.addColumn(name, text, (column) => column.notNull());
  for (const name of ["flag", "environment", "project", "actor"] as const)
    lines = lines.addColumn(name, text);
  await lines.addUniqueConstraint("lines_once", ["event_key", "place"]).execute();
  await schema
    .createTable("changes")
    .ifNotExists()
    .addColumn("line_id", number, (column) => column.primaryKey())
    .addColumn("change", text, (column) => column.notNull())
    .execute();
  await schema
    .createTable("refusals")
    .ifNotExists()
    .addColumn("id", id)
    .addColumn("at", number, (column) => column.notNull())
    .addColumn("provider", text, (column) => column.notNull())
    .addColumn("code", text, (column) => column.notNull())
    .addColumn("message", text, (column) => column.notNull())
    .addColumn("headers", text, (column) => column.notNull())
    .addColumn("body", bytes, (column) => column.notNull())
    .addColumn("body_bytes", number, (column) => column.notNull())
    .addColumn("diagnosis", text)
    .addColumn("is_sample", number, (column) => column.notNull())
    .execute();
  await schema
    .createTable("evaluations")
    .ifNotExists()
    .addColumn("flag", text, (column) => column.notNull())
    .addColumn("environment", text, (column) => column.notNull())
    .addColumn("variation", text, (column) => column.notNull())
    .addColumn("is_failed", number, (column) => column.notNull())
    .addColumn("at", number, (column) => column.notNull())
    .addColumn("count", number, (column) => column.notNull())
    .addColumn("is_sample", number, (column) => column.notNull())
    .addPrimaryKeyConstraint("evaluations_key", [
      "flag",
      "at",
      "environment",
      "variation",
      "is_failed",
      "is_sample",
    ])
    .execute();
  await schema
    .createTable("datafiles")
    .ifNotExists()
    .addColumn("line_id", number, (column) => column.primaryKey())
    .addColumn("project", text, (column) => column.notNull())
    .addColumn("environment", text, (column) => column.notNull())
    .addColumn("is_sample", number, (column) => column.notNull())
    .addColumn("revision", number)
    .addColumn("before_revision", number)
    .addColumn("datafile", text)
    .addColumn("problem", text)
    .execute();
  await schema
    .createTable("decisions")
    .ifNotExists()
    .addColumn("line_id", number, (column) => column.notNull())
    .addColumn("flag", text, (column) => column.notNull())
    .addColumn("turn", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("decisions_key", ["flag", "line_id"])
    .execute();
  await schema
    .createTable("facts")
    .ifNotExists()
    .addColumn("name", text, (column) => column.primaryKey())
    .addColumn("value", text, (column) => column.notNull())
    .execute();
  await schema
    .createIndex("lines_by_event")
    .ifNotExists()
    .on("lines")
    .columns(["provider", "dedupe_key"])
    .execute();
  await schema
    .createIndex("lines_by_flag")
    .ifNotExists()
    .on("lines")
    .columns(["flag", "at", "id", "kind"])
    .execute();
  await schema
    .createIndex("evaluations_by_time")
    .ifNotExists()
    .on("evaluations")
    .columns(["at", "flag", "count"])
    .execute();
}
