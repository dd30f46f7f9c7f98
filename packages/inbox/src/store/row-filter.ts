import type { InboxRow } from "./inbox-row.ts";
import type { DeadReason, State } from "./state.ts";

/** What rows must be like: a `RowQuery`, with times in milliseconds since 1970. */
export interface RowFilter {
  readonly reason?: DeadReason | undefined;
  readonly provider?: string | undefined;
  readonly scope?: string | undefined;
  readonly name?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A page of one state, without a filter. */
export interface PageQuery {
  readonly state: State;
  readonly limit: number;
  readonly after: string | undefined;
}

/** Rows read at a time while looking for some that fit. */
const PAGE = 500;

/** Whether a row is one that a list or a retry is about. */
export function matchesFilter(row: InboxRow, filter: RowFilter | undefined): boolean {
  if (filter === undefined) return true;
  const { since = -Infinity, until = Infinity } = filter;
  const receivedAt = row.receivedAt.getTime();
  return (
    (["reason", "provider", "scope", "name"] as const).every((field) => isAsked(filter[field], row[field])) &&
    receivedAt >= since &&
    receivedAt < until
  );
}

/** Reads pages until enough rows fit. For stores that cannot look for them themselves. */
export async function listMatching(
  { state, limit, after, filter }: PageQuery & { readonly filter?: RowFilter | undefined },
  readPage: (query: PageQuery) => Promise<readonly InboxRow[]>,
): Promise<readonly InboxRow[]> {
  if (filter === undefined) return readPage({ state, limit, after });
  const found: InboxRow[] = [];
  let last = after;
  for (;;) {
    const page = await readPage({ state, limit: PAGE, after: last });
    found.push(...page.filter((row) => matchesFilter(row, filter)));
    if (found.length >= limit) return found.slice(0, limit);
    if (page.length < PAGE) return found;
    last = page.at(-1)!.id;
  }
}

function isAsked(wanted: string | undefined, value: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
