import { sql } from "kysely";
import type { Database } from "./schema.ts";

/** A verified delivery as it is kept: without its signature. */
export interface StoredEvent {
  readonly provider: string;
  readonly dedupeKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Keeps the bytes of a verified delivery. The first one of an event stays. */
export async function keepEvent(database: Database, event: StoredEvent): Promise<void> {
  const { provider, dedupeKey, headers, body } = event;
  await database
    .insertInto("events")
    .values({ provider, dedupe_key: dedupeKey, headers: JSON.stringify(headers), body })
    .onConflict((conflict) => conflict.columns(["provider", "dedupe_key"]).doNothing())
    .execute();
}

/** The delivery of an event, if it is still kept. */
export async function findEvent(
  database: Database,
  provider: string,
  dedupeKey: string,
): Promise<StoredEvent | undefined> {
  const row = await database
    .selectFrom("events")
    .selectAll()
    .where("provider", "=", provider)
    .where("dedupe_key", "=", dedupeKey)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { provider, dedupeKey, headers: JSON.parse(row.headers) as Record<string, string>, body: row.body };
}

/** Deliveries that are looked through for one like a refused one. */
const MAX_SEARCHED = 2000;

/**
 * The newest deliveries of a provider with a body of about this size: a refused one may be one of
 * them. Looks at the sizes of a bounded number, and reads few bodies.
 */
export async function eventsOfSize(
  database: Database,
  provider: string,
  bytes: { readonly least: number; readonly most: number },
): Promise<readonly StoredEvent[]> {
  const newest = sql`select rowid as place, provider, length(body) as size from events
    order by rowid desc limit ${MAX_SEARCHED}`;
  const similar = sql`select place from (${newest}) as newest where provider = ${provider}
    and size between ${bytes.least} and ${bytes.most} order by place desc limit 30`;
  const rows = await database
    .selectFrom("events")
    .selectAll()
    .where(sql<boolean>`rowid in (${similar})`)
    .execute();
  return rows.map((row) => ({
    provider,
    dedupeKey: row.dedupe_key,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: row.body,
  }));
}
