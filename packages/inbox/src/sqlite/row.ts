import type { Entry } from "../store/stored-entry.ts";
import type { Occupant } from "../dedupe/rules.ts";
import type { DeadReason, InboxRow, State } from "../store/store.ts";

/** A row of the delivery table. */
export interface DeliveryRow {
  readonly id: number;
  readonly slot: Uint8Array | null;
  readonly provider: string;
  readonly state: State;
  readonly reason: DeadReason | null;
  readonly error: string | null;
  readonly attempt: number;
  /** Starts that count no more: before the last revival, and those that a stop gave back. */
  readonly base: number;
  /** Pending: may start from. Running: lease until. Done and dead: ended at. */
  readonly due: number;
  readonly accepted: number;
  readonly replay: number;
  readonly gzip: number;
  readonly meta: string;
}

/** What is only read back whole. As JSON, since it escapes what SQLite's text would cut short: a NUL. */
type Meta = Pick<Entry, "scope" | "dedupeKey" | "secretIndex" | "headers" | "repeatable"> &
  Partial<Pick<Entry, "name" | "unsignedId" | "occurrenceWindow" | "traceparent">>;

export function toMeta(entry: Entry): string {
  const { scope, name, dedupeKey, unsignedId, secretIndex, headers, repeatable } = entry;
  const { occurrenceWindow, traceparent } = entry;
  const meta: Meta = {
    scope,
    name,
    dedupeKey,
    unsignedId,
    secretIndex,
    headers,
    repeatable,
    occurrenceWindow,
    traceparent,
  };
  return JSON.stringify(meta);
}

/** Nothing when the row is damaged. */
export function toEntry(row: DeliveryRow, body: Uint8Array | undefined): Entry | undefined {
  const meta = readMeta(row);
  if (meta === undefined || body === undefined) return undefined;
  return {
    name: undefined,
    unsignedId: undefined,
    occurrenceWindow: undefined,
    traceparent: undefined,
    ...meta,
    provider: row.provider,
    receivedAt: row.accepted,
    replay: row.replay === 1,
    held: undefined,
    slot: Buffer.from(row.slot ?? []).toString("hex"),
    ownSlot: undefined,
    isGzip: row.gzip === 1,
    body,
  };
}

export function occupantOf(row: DeliveryRow): Occupant {
  const { state, reason, accepted, due } = row;
  const unsignedId = readMeta(row)?.unsignedId;
  const doneAt = state === "done" ? due : undefined;
  return { state, reason: reason ?? undefined, unsignedId, acceptedAt: accepted, doneAt };
}

/** The number that an id from `list` names. Other texts of the same number are none of its ids. */
export function rowNumber(id: string): number | undefined {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : undefined;
}

export function toInboxRow(row: DeliveryRow): InboxRow {
  const { scope = "", name, dedupeKey = "", unsignedId }: Partial<Meta> = readMeta(row) ?? {};
  return {
    id: String(row.id),
    provider: row.provider,
    scope,
    name,
    dedupeKey,
    unsignedId,
    state: row.state,
    reason: row.reason ?? undefined,
    error: row.state === "running" ? undefined : (row.error ?? undefined),
    attempt: row.attempt,
    replay: row.replay === 1,
    receivedAt: new Date(row.accepted),
  };
}

function readMeta({ meta }: DeliveryRow): Meta | undefined {
  try {
    const read = JSON.parse(meta) as Meta | null;
    return typeof read?.dedupeKey === "string" ? read : undefined;
  } catch {
    return undefined; // not JSON any more
  }
}
