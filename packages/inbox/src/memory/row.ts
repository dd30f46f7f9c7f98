import { toRevived, type SlotHolder } from "../dedupe/rules.ts";
import { toInboxRow, type InboxRow } from "../store/inbox-row.ts";
import type { DeadReason, State } from "../store/state.ts";
import type { Entry } from "../store/stored-entry.ts";

/** A delivery in memory, and how far its handling has come. */
export interface Row {
  readonly id: string;
  entry: Entry;
  state: State;
  reason: DeadReason | undefined;
  error: string | undefined;
  attempt: number;
  /** Attempts that count no more: before the last revival, and those that a stop gave back. */
  uncountedAttempts: number;
  furtherReplays: number;
  /** Pending: may start from. Running: lease until. Done and dead: ended at. */
  due: number;
  /** Deleted: it only keeps its slot. */
  isDeleted: boolean;
}

/** Never tried: due whatever the clock says, since it may have been set back. */
export function isFresh({ state, attempt, uncountedAttempts }: Row): boolean {
  return state === "pending" && attempt === uncountedAttempts;
}

export function isUnfinished({ state }: Row): boolean {
  return state === "pending" || state === "running";
}

export function rowOf(row: Row): InboxRow {
  return toInboxRow(row.entry, { ...row, provider: row.entry.provider, storedAt: row.due });
}

/** Without a body of its own: its first delivery has it. */
export function isKeptAside({ entry, state }: Row): boolean {
  return entry.firstSlot !== undefined && state === "dead";
}

export function revive(row: Row, entry: Entry, now: number): void {
  row.entry = toRevived(entry, row.entry);
  row.state = "pending";
  row.reason = undefined;
  row.error = undefined;
  row.uncountedAttempts = row.attempt;
  row.due = now;
}

export function end(
  row: Row,
  result: { state: "done" } | { state: "dead"; reason: DeadReason; error: string },
  now: number,
): void {
  row.state = result.state;
  row.reason = result.state === "dead" ? result.reason : undefined;
  row.error = result.state === "dead" ? result.error : undefined;
  row.due = now;
}

export function holderOf(row: Row): SlotHolder {
  const { state, reason, entry, due } = row;
  const { unsignedId } = entry;
  return { state, reason, unsignedId, isKeptAside: isKeptAside(row), endedAt: due };
}
