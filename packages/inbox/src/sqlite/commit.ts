import {
  decideBeside,
  decideByFirst,
  decideByOwnId,
  toBeside,
  toRevived,
  type Decision,
  type DedupeSettings,
} from "../dedupe/rules.ts";
import { decodeFields, encodeFields } from "../store/entry-codec.ts";
import type { Acceptance } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";
import type { SqliteConnection } from "./connection.ts";
import { holderOf, type DeliveryRow } from "./row.ts";

/** Stores an entry where the dedupe rules put it, inside a write. */
export function store(
  connection: SqliteConnection,
  entry: Entry,
  now: number,
  { windowMs, onReplay }: DedupeSettings,
): Acceptance {
  const own = entry.ownSlot === undefined ? undefined : rowAt(connection, entry.ownSlot);
  const known = own && decideByOwnId(entry, holderOf(own), windowMs, now);
  if (own !== undefined && known !== undefined) return follow(connection, known, entry, own, now, "accepted");

  if (insert(connection, entry, now)) return "accepted";
  const first = rowAt(connection, entry.slot)!;
  const decision = decideByFirst(entry, holderOf(first), windowMs, now);
  if (decision.action !== "beside") return follow(connection, decision, entry, first, now, "accepted");

  const { acceptance } = decision;
  const beside = toBeside(entry, onReplay);
  if (insert(connection, beside, now)) return acceptance;
  const second = rowAt(connection, beside.slot)!;
  const last = decideBeside(beside, holderOf(second), windowMs, now);
  return follow(connection, last, beside, second, now, acceptance);
}

/** @param fresh What `accept` gives when the entry takes the slot of a row past its window. */
function follow(
  connection: SqliteConnection,
  decision: Decision,
  entry: Entry,
  row: DeliveryRow,
  now: number,
  fresh: Acceptance,
): Acceptance {
  if (decision.action === "keep") return decision.acceptance;
  if (decision.action === "revive") {
    const revived = toRevived(entry, decodeFields(row.fields) ?? entry);
    connection.run("revive", now, encodeFields(revived), row.id);
    connection.run("insertBody", row.id, entry.body);
    return decision.acceptance;
  }
  connection.run("vacate", row.id);
  insert(connection, entry, now);
  return fresh;
}

function insert(connection: SqliteConnection, entry: Entry, now: number): boolean {
  const { slot, provider, storedDead } = entry;
  const state = storedDead === undefined ? "pending" : "dead";
  const values = [
    Buffer.from(slot, "hex"),
    provider,
    state,
    storedDead ?? null,
    now,
    now,
    encodeFields(entry),
  ];
  const row = connection.get("insert", ...values) as { id: number } | undefined;
  if (row !== undefined) connection.run("insertBody", row.id, entry.body);
  return row !== undefined;
}

function rowAt(connection: SqliteConnection, slot: string): DeliveryRow | undefined {
  return connection.get("bySlot", Buffer.from(slot, "hex")) as DeliveryRow | undefined;
}
