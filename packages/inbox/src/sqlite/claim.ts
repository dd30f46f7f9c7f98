import type { Entry } from "../store/stored-entry.ts";
import { CRASHED, DAMAGED } from "../handling/failure.ts";
import type { ClaimQuery, RowClaim } from "../leasing/leased-rows.ts";
import type { SqliteConnection } from "./connection.ts";
import { toEntry, type DeliveryRow } from "./row.ts";
import { takeInTurn } from "../leasing/round-robin.ts";

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
