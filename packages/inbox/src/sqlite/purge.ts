import type { PurgeQuery } from "../leasing/leased-rows.ts";
import type { SqliteConnection } from "./connection.ts";

/** Rows that a purge removes in one transaction. */
export const PURGE_PAGE = 500;

/** Pause between two pages: longer than other processes wait before they ask for the lock again. */
const PURGE_PAUSE_MS = 10;

/** Removes in pages, so that accepts and renewals get in between. */
export async function purgePages(
  connection: SqliteConnection,
  { before, now, dead, windowMs }: PurgeQuery,
  isClosing: () => boolean,
): Promise<number> {
  let count = 0;
  const purgeAll = async (name: "purgeDone" | "purgeDead", limit: number): Promise<void> => {
    while (!isClosing()) {
      const removed = await connection.write(() => purgePage(connection, name, limit));
      count += removed;
      if (removed < PURGE_PAGE) return;
      await new Promise((resolve) => setTimeout(resolve, PURGE_PAUSE_MS));
    }
  };
  await purgeAll("purgeDone", Math.min(before, now - windowMs + 1));
  if (dead) await purgeAll("purgeDead", before);
  return count;
}

function purgePage(connection: SqliteConnection, name: "purgeDone" | "purgeDead", limit: number): number {
  const rows = connection.all(name, limit, PURGE_PAGE);
  // A done delivery lost its body when it was done.
  if (name === "purgeDead") for (const { id } of rows) connection.run("deleteBody", id);
  return rows.length;
}
