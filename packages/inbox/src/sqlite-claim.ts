import type { Entry } from "./entry.ts";
import { CRASHED, DAMAGED } from "./failure.ts";
import type { ClaimQuery, RowClaim } from "./rows.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { toEntry, type DeliveryRow } from "./sqlite-row.ts";
import { takeInTurn } from "./turns.ts";

/** Takes due deliveries, inside a write. */
export function claimDue(connection: SqliteConnection, query: ClaimQuery): readonly RowClaim[] {
  const { now, lease, attempts } = query;
  const claims: RowClaim[] = [];
  for (const row of dueRows(connection, query)) {
    const tries = row.attempt - row.base + 1;
    if (row.state === "running" && tries > attempts) {
      connection.run("end", "attempts", CRASHED, now, row.id);
      continue;
    }
    const entry = readEntry(connection, row);
    if (entry === undefined) {
      connection.run("end", "unreadable", DAMAGED, now, row.id);
      continue;
    }
    connection.run("start", now + lease, row.id);
    claims.push({ id: String(row.id), entry, attempt: row.attempt + 1, tries, isLast: tries >= attempts });
  }
  return claims;
}

function readEntry(connection: SqliteConnection, row: DeliveryRow): Entry | undefined {
  const body = connection.get("body", row.id) as { bytes: Uint8Array } | undefined;
  return toEntry(row, body?.bytes);
}

function dueRows(connection: SqliteConnection, { providers, now, limit }: ClaimQuery): DeliveryRow[] {
  const ofEach = providers.map((provider) =>
    [
      ...connection.all("dueFresh", provider, limit),
      ...connection.all("dueWaiting", provider, now, limit),
      ...connection.all("dueRunning", provider, now, limit),
    ].toSorted((a, b) => a.due - b.due || a.id - b.id),
  );
  return takeInTurn(ofEach, limit);
}
