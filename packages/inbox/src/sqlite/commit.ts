import { decide, toRevived, type DedupeSettings } from "../dedupe/rules.ts";
import { decodeFields, encodeFields } from "../store/entry-codec.ts";
import type { Acceptance } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";
import type { SqliteConnection } from "./connection.ts";
import { wholeEntry } from "./one-row.ts";
import { holderOf, type DeliveryRow } from "./row.ts";

/** Stores an entry where the dedupe rules put it, inside a write. */
export function store(
  connection: SqliteConnection,
  entry: Entry,
  now: number,
  settings: DedupeSettings,
): Acceptance {
  const rows = new Map<string, DeliveryRow | undefined>();
  const rowAt = (slot: string): DeliveryRow | undefined => {
    if (!rows.has(slot)) rows.set(slot, findRow(connection, slot));
    return rows.get(slot);
  };
  const holderAt = (slot: string): ReturnType<typeof holderOf> | undefined => {
    const row = rowAt(slot);
    return row && holderOf(row);
  };

  const decision = decide(entry, holderAt, settings, now);
  if (decision.action === "revive") {
    const row = rowAt(decision.slot)!;
    runAgain(connection, row, toRevived(entry, decodeFields(row.fields) ?? entry), now);
  }
  if (decision.action === "count") connection.run("count", toBlob(decision.slot));
  if (decision.action === "insert") {
    const replaced = decision.replaces ? rowAt(decision.entry.slot) : undefined;
    if (replaced !== undefined) vacate(connection, replaced);
    insert(connection, decision.entry, now);
    const { firstSlot } = decision.entry;
    if (firstSlot !== undefined) giveBody(connection, rowAt(firstSlot)!, entry);
  }
  return decision.acceptance;
}

/**
 * Runs a dead delivery again. False when a replay's first delivery is gone, and its body with it.
 */
export function retry(connection: SqliteConnection, row: DeliveryRow, now: number): boolean {
  if (row.first_slot === null) return connection.run("retry", now, row.id) === 1;
  const entry = wholeEntry(connection, row);
  if (entry !== undefined) runAgain(connection, row, entry, now);
  return entry !== undefined;
}

function runAgain(connection: SqliteConnection, { id }: DeliveryRow, entry: Entry, now: number): void {
  connection.run("revive", now, encodeFields(entry), id);
  connection.run("insertBody", id, entry.body);
}

/** A done delivery has lost its body. A replay that is kept beside it brings that again. */
function giveBody(connection: SqliteConnection, first: DeliveryRow, entry: Entry): void {
  const { isGzip, bodyBytes, body } = entry;
  if (connection.run("insertMissingBody", first.id, body) === 0) return;
  const fields = decodeFields(first.fields);
  if (fields !== undefined)
    connection.run("setFields", JSON.stringify({ ...fields, isGzip, bodyBytes }), first.id);
}

/** Takes the slot of a delivery whose window is over. Removes what was kept aside beside it. */
function vacate(connection: SqliteConnection, { id, slot, first_slot: firstSlot }: DeliveryRow): void {
  if (firstSlot !== null) {
    connection.run("remove", id);
    return;
  }
  connection.run("removeKept", slot);
  connection.run("deleteBody", id);
  connection.run("vacate", id);
}

function insert(connection: SqliteConnection, entry: Entry, now: number): void {
  const { slot, provider, storedDead, firstSlot } = entry;
  const state = storedDead === undefined ? "pending" : "dead";
  const first = firstSlot === undefined ? null : toBlob(firstSlot);
  const fields = encodeFields(entry);
  const values = [toBlob(slot), provider, state, storedDead ?? null, now, now, first, fields];
  const row = connection.get("insert", ...values) as { id: number };
  if (firstSlot === undefined) connection.run("insertBody", row.id, entry.body);
}

function findRow(connection: SqliteConnection, slot: string): DeliveryRow | undefined {
  return connection.get("bySlot", toBlob(slot)) as DeliveryRow | undefined;
}

function toBlob(slot: string): Uint8Array {
  return Buffer.from(slot, "hex");
}
