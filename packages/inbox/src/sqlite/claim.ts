import { CRASHED, DAMAGED } from "../handling/failure.ts";
import type { ClaimedRow, ClaimQuery, EndedRow } from "../leasing/leased-rows.ts";
import { takeInTurn } from "../leasing/round-robin.ts";
import type { ScopeTurns } from "../leasing/scope-turns.ts";
import type { DeadReason } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";
import type { SqliteConnection } from "./connection.ts";
import { notPaused } from "./next-due.ts";
import { rowOf, toEntry, type DeliveryRow } from "./row.ts";

/** Takes due deliveries, inside a write. */
export function claimDue(
  connection: SqliteConnection,
  query: ClaimQuery,
  turns: ScopeTurns<DeliveryRow>,
): readonly (ClaimedRow | EndedRow)[] {
  const { now, leaseMs, attempts } = query;
  const claimed: (ClaimedRow | EndedRow)[] = [];
  for (const row of dueRows(connection, query, turns)) {
    turns.took(row.provider, row);
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

function dueRows(
  connection: SqliteConnection,
  { providers, now, limit, limits }: ClaimQuery,
  turns: ScopeTurns<DeliveryRow>,
): DeliveryRow[] {
  const ofEach = notPaused(connection, providers).map((provider) => {
    const most = Math.min(limit, limits?.[provider] ?? limit);
    const rows = [
      ...freshRows(connection, provider, most, turns.last(provider)),
      ...connection.all("dueWaiting", provider, now, most),
      ...connection.all("dueRunning", provider, now, most),
    ];
    return turns.inTurn(
      provider,
      rows.toSorted((a, b) => a.due - b.due || a.id - b.id),
      most,
    );
  });
  return takeInTurn(ofEach, limit);
}

/** Some of each scope, from the one after `last`: as many scopes as rows are wanted. */
function freshRows(
  connection: SqliteConnection,
  provider: string,
  most: number,
  last: string,
): DeliveryRow[] {
  const scopes = new Set<string>();
  let scope = nextScope(connection, provider, last);
  let hasWrapped = false;
  while (scopes.size < most) {
    if (scope === undefined && hasWrapped) break;
    if (scope === undefined) hasWrapped = true;
    else if (scopes.has(scope)) break;
    else scopes.add(scope);
    scope = nextScope(connection, provider, scope ?? "");
  }
  return [...scopes].flatMap((one) => connection.all("dueFresh", provider, one, most));
}

function nextScope(connection: SqliteConnection, provider: string, after: string): string | undefined {
  const row = connection.get("nextScope", provider, after) as { scope: string } | undefined;
  return row?.scope;
}
