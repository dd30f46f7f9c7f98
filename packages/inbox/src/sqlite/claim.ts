import { CRASHED, DAMAGED } from "../handling/failure.ts";
import type { ClaimedRow, ClaimQuery, EndedRow } from "../leasing/leased-rows.ts";
import { takeInTurn } from "../leasing/round-robin.ts";
import type { DeadReason } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";
import type { SqliteConnection } from "./connection.ts";
import { notPaused } from "./next-due.ts";
import { rowOf, toEntry, type DeliveryRow } from "./row.ts";

/** Takes due deliveries, inside a write. */
export function claimDue(
  connection: SqliteConnection,
  query: ClaimQuery,
): readonly (ClaimedRow | EndedRow)[] {
  const { now, leaseMs, attempts } = query;
  const claimed: (ClaimedRow | EndedRow)[] = [];
  for (const row of dueRows(connection, query)) {
    const attempt = row.attempt + 1;
    const attemptsSinceRevival = attempt - row.uncounted_attempts;
    if (row.state === "running" && attemptsSinceRevival > attempts) {
      claimed.push(end(connection, row, "attempts", CRASHED, now));
      continue;
    }
    const entry = readEntry(connection, row);
    if (entry === undefined) {
      claimed.push(end(connection, row, "unreadable", DAMAGED, now));
      continue;
    }
    connection.run("start", now + leaseMs, row.id);
    const isLast = attemptsSinceRevival >= attempts;
    claimed.push({ id: String(row.id), entry, attempt, attemptsSinceRevival, isLast });
  }
  return claimed;
}

function end(
  connection: SqliteConnection,
  row: DeliveryRow,
  reason: DeadReason,
  error: string,
  now: number,
): EndedRow {
  connection.run("end", reason, error, now, row.id);
  return { ended: rowOf({ ...row, state: "dead", reason, error }) };
}

function readEntry(connection: SqliteConnection, row: DeliveryRow): Entry | undefined {
  const body = connection.get("body", row.id) as { bytes: Uint8Array } | undefined;
  return toEntry(row, body?.bytes);
}

function dueRows(connection: SqliteConnection, { providers, now, limit, limits }: ClaimQuery): DeliveryRow[] {
  const ofEach = notPaused(connection, providers).map((provider) => {
    const most = Math.min(limit, limits?.[provider] ?? limit);
    return [
      ...connection.all("dueFresh", provider, most),
      ...connection.all("dueWaiting", provider, now, most),
      ...connection.all("dueRunning", provider, now, most),
    ]
      .toSorted((a, b) => a.due - b.due || a.id - b.id)
      .slice(0, most);
  });
  return takeInTurn(ofEach, limit);
}
