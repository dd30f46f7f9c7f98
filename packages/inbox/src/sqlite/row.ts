import type { SlotHolder } from "../dedupe/rules.ts";
import { decodeFields, entryOf } from "../store/entry-codec.ts";
import { toInboxRow, type InboxRow } from "../store/inbox-row.ts";
import type { DeadReason, State } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";

/** A row of the delivery table. */
export interface DeliveryRow {
  readonly id: number;
  readonly slot: Uint8Array | null;
  readonly provider: string;
  readonly state: State;
  /** `"deleted"` of a done one that only keeps its slot. */
  readonly reason: DeadReason | "deleted" | null;
  readonly error: string | null;
  readonly attempt: number;
  /** Attempts that count no more: before the last revival, and those that a stop gave back. */
  readonly uncounted_attempts: number;
  /** Pending: may start from. Running: lease until. Done and dead: ended at. */
  readonly due: number;
  readonly stored_at: number;
  /** The scope as `SCOPE` writes it, in rows that a claim looks at. */
  readonly scope?: string;
  /** Set while it is kept aside: the slot of its first delivery, whose body is its own, too. */
  readonly first_slot: Uint8Array | null;
  readonly further_replays: number;
  /** The entry's fields, encoded. */
  readonly fields: string;
}

/** `undefined` when the row or its body is damaged. */
export function toEntry(row: DeliveryRow, body: Uint8Array | undefined): Entry | undefined {
  const fields = decodeFields(row.fields);
  return fields === undefined || body === undefined ? undefined : entryOf(fields, body);
}

export function holderOf(row: DeliveryRow): SlotHolder {
  const { state, reason: stored, due, first_slot: firstSlot, fields } = row;
  const reason = stored === "deleted" ? undefined : stored;
  const unsignedId = decodeFields(fields)?.unsignedId;
  const isKeptAside = firstSlot !== null;
  return { state, reason: reason ?? undefined, unsignedId, isKeptAside, endedAt: due };
}

/** The row's number in an id from `list`. Other texts of the same number are not ids. */
export function rowNumber(id: string): number | undefined {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : undefined;
}

export function rowOf(row: DeliveryRow): InboxRow {
  const { id, reason: stored, error, stored_at: storedAt, further_replays: furtherReplays } = row;
  const reason = stored === "deleted" ? undefined : stored;
  return toInboxRow(decodeFields(row.fields), {
    ...row,
    id: String(id),
    reason: reason ?? undefined,
    error: error ?? undefined,
    storedAt,
    furtherReplays,
  });
}
