import { statSync } from "node:fs";
import type { Database } from "./database.ts";
import { looksLikeUrl } from "./open-failure.ts";

/**
 * Remembers which files a database has open, and makes what throws when one of them is no longer
 * where it was. SQLite itself goes on writing into a file that nobody can find again.
 *
 * @param path Where the file was looked for. May be a link, which can point elsewhere later.
 */
export function watchFiles(database: Database, path: string): () => void {
  const { file } = database.prepare("pragma database_list").get() as { file: string };
  const watched = [looksLikeUrl(path) ? file : path, `${file}-wal`, `${file}-shm`];
  const opened = watched.map((name) => ({ name, identity: identityOf(name) }));
  return () => {
    const gone = opened.find(({ name, identity }) => identityOf(name) !== identity);
    if (gone === undefined) return;
    throw new Error(
      `${gone.name} was moved, replaced or deleted while the sqlite store had it open. Put it back, or stop this process and start it anew.`,
    );
  };
}

/** Tells one file from another, whatever its name. */
function identityOf(name: string): string | undefined {
  const stats = statSync(name, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
