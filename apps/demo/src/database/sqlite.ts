import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Kysely, sql, SqliteDialect, type SqliteDatabase, type SqliteStatement } from "kysely";
import { createTables, type ColumnTypes, type Database, type Tables } from "./schema.ts";
import { storableTexts } from "./storable-texts.ts";

/** Statements that are kept compiled. The radar has far fewer different ones. */
const MAX_STATEMENTS = 200;

const TYPES: ColumnTypes = {
  id: sql`integer primary key autoincrement`,
  text: "text",
  number: "integer",
  bytes: "blob",
};

/** Opens the radar's SQLite file, and creates it where there is none. */
export async function openSqlite(path: string): Promise<Database> {
  // For its owner alone: secrets are in it, and the folder may have been there already. SQLite gives its log the same mode.
  closeSync(openSync(path, "a", 0o600));
  const file = new DatabaseSync(path);
  // A killed process loses nothing; a power cut may take the last lines along, and never tears the file.
  file.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000");
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: adapt(file) }),
    plugins: [storableTexts],
  });
  await createTables(database, TYPES);
  // With the text in it: searching reads the index alone.
  await database.schema
    .createIndex("lines_by_time")
    .ifNotExists()
    .on("lines")
    .columns(["at", "id", "kind", "search"])
    .execute();
  return database;
}

/** Node's own SQLite, in the form that Kysely takes. */
function adapt(file: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => file.close(),
    prepare(text) {
      const known = statements.get(text);
      if (known !== undefined) return known;
      const statement = adaptStatement(file.prepare(text));
      if (statements.size < MAX_STATEMENTS) statements.set(text, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
