import { decodeFields, encodeFields, withoutContent } from "../store/entry-codec.ts";
import type { Deletion, StoredRow } from "../store/store.ts";
import type { SqliteConnection } from "./connection.ts";
import { rowOf, toEntry, type DeliveryRow } from "./row.ts";

/** One delivery with its body. */
export function getRow(connection: SqliteConnection, id: number): StoredRow | undefined {
  const row = connection.get("byId", id) as DeliveryRow | undefined;
  if (row === undefined) return undefined;
  const body = connection.get("body", id) as { bytes: Uint8Array } | undefined;
  return {
    row: rowOf(row),
    entry: toEntry(row, body?.bytes),
    nextAttemptAt: row.state === "pending" ? row.due : undefined,
  };
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
  return "deleted";
}
