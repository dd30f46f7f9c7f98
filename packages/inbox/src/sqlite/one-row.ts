import { decodeFields, encodeFields, withoutContent } from "../store/entry-codec.ts";
import type { Deletion, StoredRow } from "../store/store.ts";
import type { Entry } from "../store/stored-entry.ts";
import { toSetFree } from "../dedupe/rules.ts";
import type { SqliteConnection } from "./connection.ts";
import { rowOf, toEntry, type DeliveryRow } from "./row.ts";

/** One delivery with its body. */
export function getRow(connection: SqliteConnection, id: number): StoredRow | undefined {
  const row = connection.get("byId", id) as DeliveryRow | undefined;
  if (row === undefined) return undefined;
  return {
    row: rowOf(row),
    entry: wholeEntry(connection, row),
    nextAttemptAt: row.state === "pending" ? row.due : undefined,
  };
}

/**
 * Reads the entry of a row, with its body: a replay that is kept aside has that of its first
 * delivery. `undefined` when it is damaged or gone.
 */
export function wholeEntry(connection: SqliteConnection, row: DeliveryRow): Entry | undefined {
  const { first_slot: firstSlot } = row;
  const first = firstSlot === null ? row : (connection.get("bySlot", firstSlot) as DeliveryRow | undefined);
  if (first === undefined) return undefined;
  const body = connection.get("body", first.id) as { bytes: Uint8Array } | undefined;
  const whole = toEntry(first, body?.bytes);
  const kept = first === row ? undefined : decodeFields(row.fields);
  return whole && kept ? toSetFree(kept, whole) : whole;
}

/**
 * Leaves a done row without content, inside a write: it keeps its slot until its window is over.
 */
export function deleteRow(connection: SqliteConnection, id: number, now: number): Deletion {
  const row = connection.get("byId", id) as DeliveryRow | undefined;
  if (row === undefined) return "unknown";
  if (row.state === "running") return "running";
  const fields = decodeFields(row.fields);
  const left = fields === undefined ? "" : encodeFields(withoutContent(fields));
  connection.run("deleteContent", row.state === "done" ? row.due : now, left, id);
  connection.run("deleteBody", id);
  if (row.slot !== null) connection.run("removeKept", row.slot);
  return "deleted";
}
