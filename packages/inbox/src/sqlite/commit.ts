import type { Entry } from "../store/stored-entry.ts";
import { placeBeside, placeFirst, placeOwn, toBeside, type Placement } from "../dedupe/rules.ts";
import type { Rows } from "../leasing/leased-rows.ts";
import type { SqliteConnection } from "./connection.ts";
import { occupantOf, toMeta, type DeliveryRow } from "./row.ts";
import type { Outcome } from "../store/store.ts";

type Rules = Parameters<Rows["commit"]>[2];

/** Stores an entry where it belongs, inside a write. */
export function place(
  connection: SqliteConnection,
  entry: Entry,
  now: number,
  { window, onReplay }: Rules,
): Outcome {
  const own = entry.ownSlot === undefined ? undefined : occupant(connection, entry.ownSlot);
  const known = own && placeOwn(entry, occupantOf(own), window, now);
  if (own !== undefined && known !== undefined)
    return take(connection, entry, own, known, now, known.outcome);

  if (insert(connection, entry, now)) return "accepted";
  const first = occupant(connection, entry.slot)!;
  const placement = placeFirst(entry, occupantOf(first), window, now);
  if (placement.action !== "beside") return take(connection, entry, first, placement, now, "accepted");

  const { outcome } = placement;
  const beside = toBeside(entry, outcome, onReplay);
  if (insert(connection, beside, now)) return outcome;
  const second = occupant(connection, beside.slot)!;
  return take(connection, beside, second, placeBeside(beside, occupantOf(second), window, now), now, outcome);
}

function take(
  connection: SqliteConnection,
  entry: Entry,
  row: DeliveryRow,
  placement: Placement,
  now: number,
  fresh: Outcome,
): Outcome {
  if (placement.action === "keep") return placement.outcome;
  if (placement.action === "revive") {
    connection.run("revive", now, Number(entry.isGzip), toMeta(entry), row.id);
    connection.run("insertBody", row.id, entry.body);
    return placement.outcome;
  }
  connection.run("vacate", row.id);
  insert(connection, entry, now);
  return fresh;
}

function insert(connection: SqliteConnection, entry: Entry, now: number): boolean {
  const state = entry.held === undefined ? "pending" : "dead";
  const row = connection.get(
    "insert",
    Buffer.from(entry.slot, "hex"),
    entry.provider,
    state,
    entry.held ?? null,
    now,
    entry.receivedAt,
    entry.occurrenceWindow ?? null,
    Number(entry.replay),
    Number(entry.isGzip),
    toMeta(entry),
  ) as { id: number } | undefined;
  if (row !== undefined) connection.run("insertBody", row.id, entry.body);
  return row !== undefined;
}

function occupant(connection: SqliteConnection, slot: string): DeliveryRow | undefined {
  return connection.get("bySlot", Buffer.from(slot, "hex")) as DeliveryRow | undefined;
}
