import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Entry } from "../store/stored-entry.ts";
import type { SqliteConnection } from "./connection.ts";

const MIB = 1024 * 1024;

/**
 * Left free on the disk for claims and results, which are written too: the log of a large batch,
 * and the log anew after a restart.
 */
const RESERVE_BYTES = 32 * MIB;

/**
 * Refuses a batch that would use up the disk, inside a write. Deliveries that are stored already
 * could then neither be handled nor make room.
 */
export function assertRoom(connection: SqliteConnection, path: string, batch: readonly Entry[]): void {
  const { blocks, bavail, bsize } = statfsSync(dirname(path));
  if (blocks === 0) return; // a file system that does not say
  const needed = batch.reduce((sum, { body }) => sum + body.byteLength, RESERVE_BYTES);
  const left = bavail * bsize;
  // SQLite keeps the pages that deliveries leave behind, and writes there first.
  if (left >= needed || left + freeBytes(connection) >= needed) return;
  throw new Error(
    `the disk has ${Math.floor(left / MIB)} MiB left for ${path}, of which the sqlite store keeps ${RESERVE_BYTES / MIB} MiB to handle what it has. Make room on it.`,
  );
}

function freeBytes(connection: SqliteConnection): number {
  return (connection.get("free") as { bytes: number }).bytes;
}
