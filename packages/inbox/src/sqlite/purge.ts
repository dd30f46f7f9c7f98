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
  const purgeAll = async (name: Purge, limit: number): Promise<void> => {
    while (!isClosing()) {
      const { found, removed } = await connection.write(() => purgePage(connection, name, limit));
      count += removed;
      if (found < PURGE_PAGE) return;
      await new Promise((resolve) => setTimeout(resolve, PURGE_PAUSE_MS));
    }
  };
  await purgeAll("purgeDone", Math.min(before, now - windowMs + 1));
  await purgeAll("purgeKept", now - windowMs + 1);
  if (dead) await purgeAll("purgeDead", before);
  return count;
}

type Purge = "purgeDone" | "purgeKept" | "purgeDead";

/** Removes rows, with what was kept aside beside them. */
function purgePage(
  connection: SqliteConnection,
  name: Purge,
  limit: number,
): { readonly found: number; readonly removed: number } {
  const rows = connection.all(name, limit, PURGE_PAGE);
  let removed = rows.length;
  // A row that is kept aside has neither a body nor anything beside it.
  if (name === "purgeKept") return { found: rows.length, removed };
  for (const { id, slot } of rows) {
    connection.run("deleteBody", id);
    if (slot !== null) removed += connection.run("removeKept", slot);
  }
  return { found: rows.length, removed };
}
