import type { SqliteConnection } from "./connection.ts";

/** Free pages that stay for what comes next: 16 MiB. */
const KEPT_PAGES = 4096;

/** Pages given back in one write: `giveBack` has the number, since a pragma takes no value. */
const GIVEN_BACK = 500;

/**
 * Pause between two writes: longer than other processes wait before they ask for the lock again.
 */
const PAUSE_MS = 10;

interface Pages {
  readonly used: number;
  readonly free: number;
}

/**
 * Gives pages that nobody uses back to the disk, a few at a time. Keeps as many free ones as are
 * used: a file that shrinks and grows all day is slow.
 */
export async function giveBackPages(connection: SqliteConnection, isClosing: () => boolean): Promise<void> {
  const pages = (): Pages => connection.get("pages") as Pages;
  let { used, free } = await connection.read(pages);
  while (free - GIVEN_BACK >= Math.max(used, KEPT_PAGES) && !isClosing()) {
    const before = free;
    ({ used, free } = await connection.write(() => {
      connection.all("giveBack");
      return pages();
    }));
    if (free >= before) return; // a file that was made before files could
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
