import { join } from "node:path";
import { readServerUrl, type ServerUrl } from "../server-url.ts";
import { openDataFolder } from "./data-folder.ts";
import type { Database } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";

/** Where the radar's tables are. */
export interface OpenedDatabase {
  readonly database: Database;
  /** A file, or a server without user and password. */
  readonly place: string;
  /** `undefined` for a file. */
  readonly server: ServerUrl | undefined;
}

/**
 * Opens the tables in Postgres where `DATABASE_URL` is set, and in a file otherwise.
 *
 * @throws {StartError} when the server or the folder cannot be used
 */
export async function openDatabase(
  environment: NodeJS.ProcessEnv,
  folder: string,
  log: (line: string) => void,
): Promise<OpenedDatabase> {
  const server = readServerUrl(environment, "DATABASE_URL");
  if (server === undefined) {
    await openDataFolder(folder);
    const place = join(folder, "radar.db");
    return { database: await openSqlite(place), place, server };
  }
  const { openPostgres } = await import("./postgres.ts");
  return { database: await openPostgres(server, log), place: server.place, server };
}
