import type { Rows } from "../leasing/leased-rows.ts";
import type { SqliteConnection } from "./connection.ts";

type PurgeName = "purgeDone" | "purgeRepeatable" | "purgeDead";

/** Rows that a purge removes in one transaction. */
export const PURGE_PAGE = 500;

/** Between two of them, in milliseconds: longer than other processes wait before they ask for the lock again. */
const PURGE_PAUSE = 10;

/** Removes in pages, so that accepts and renewals get in between. */
export async function purgePages(
  connection: SqliteConnection,
  { before, now, dead, window }: Parameters<Rows["purge"]>[0],
  isClosing: () => boolean,
): Promise<number> {
  let count = 0;
  const purgeAll = async (name: PurgeName, ...values: readonly number[]): Promise<void> => {
    while (!isClosing()) {
      const removed = await connection.write(() => purgePage(connection, name, values));
      count += removed;
      if (removed < PURGE_PAGE) return;
      await new Promise((resolve) => setTimeout(resolve, PURGE_PAUSE));
    }
  };
  await purgeAll("purgeDone", Math.min(before, now - window + 1));
  await purgeAll("purgeRepeatable", now, before);
  if (dead) await purgeAll("purgeDead", before);
  return count;
}

function purgePage(connection: SqliteConnection, name: PurgeName, values: readonly number[]): number {
  const rows = connection.all(name, ...values, PURGE_PAGE);
  // A done delivery's body went when it was done.
  if (name === "purgeDead") for (const { id } of rows) connection.run("deleteBody", id);
  return rows.length;
}
