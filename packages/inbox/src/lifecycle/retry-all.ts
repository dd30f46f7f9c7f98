import type { InboxRow } from "../store/inbox-row.ts";
import type { RowFilter } from "../store/row-filter.ts";
import type { Store } from "../store/store.ts";

const PAGE = 100;
/** Retries at a time: each is some statements of an engine. */
const AT_ONCE = 10;

/**
 * Retries the dead deliveries that fit, page by page. One that dies again meanwhile is not retried
 * again.
 *
 * @returns how many
 */
export async function retryAll(store: Store, filter: RowFilter | undefined): Promise<number> {
  const seen = new Set<string>();
  let count = 0;
  let after: string | undefined;
  for (;;) {
    const page = await store.list({ state: "dead", limit: PAGE, after, filter });
    if (page.length === 0) return count;
    const rows = page.filter((row) => isWanted(row, filter) && !seen.has(row.id));
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const retried = rows.slice(from, from + AT_ONCE).map(({ id }) => store.retry(id));
      count += (await Promise.all(retried)).filter(Boolean).length;
    }
    for (const { id } of rows) seen.add(id);
    after = page.at(-1)!.id;
  }
}

/** A replay was kept aside on purpose: whoever wants all of them to run must say so. */
function isWanted({ reason }: InboxRow, filter: RowFilter | undefined): boolean {
  return reason !== "replay" || filter?.reason === "replay";
}
