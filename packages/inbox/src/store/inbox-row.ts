import type { EntryFields } from "./entry-codec.ts";
import type { DeadReason, State } from "./state.ts";

/** A delivery as `list` shows it. Never holds the body. */
export interface InboxRow {
  /** What `get`, `retry` and `delete` take. Opaque, and of this store only. */
  readonly id: string;
  readonly provider: string;
  /** The endpoint or tenant that `accept` was given; empty for none. */
  readonly scope: string;
  /** The event's name; `undefined` when it could not be read. */
  readonly name: string | undefined;
  /** Empty, like `scope`, when what is stored is damaged. */
  readonly dedupeKey: string;
  /** The provider's id where the signature does not cover it. */
  readonly unsignedId: string | undefined;
  readonly state: State;
  /** Set when dead. */
  readonly reason: DeadReason | undefined;
  /**
   * While pending or dead, the message of the last failure: the handler's own text, at most 500
   * characters. A
   * `schema-mismatch` says where the payload breaks the schema.
   */
  readonly error: string | undefined;
  /** How often it was started, crashes counted. */
  readonly attempt: number;
  /** Whether equal signed bytes had come under another unsigned id. */
  readonly replay: boolean;
  /**
   * Further replays of the same delivery that came when as many were kept aside as may be. Counted
   * at one of those that are kept; else 0.
   */
  readonly furtherReplays: number;
  readonly receivedAt: Date;
}

/** What a store's own row says, beside the fields of its entry. */
export interface RowState extends Pick<
  InboxRow,
  "id" | "provider" | "state" | "reason" | "error" | "attempt"
> {
  /** Absent for none. */
  readonly furtherReplays?: number;
  /** When the store wrote the row, for one whose fields are damaged. Milliseconds since 1970. */
  readonly storedAt: number;
}

/**
 * Makes the row that `list` shows.
 *
 * @param fields `undefined` for a row that can no longer be read.
 */
export function toInboxRow(fields: EntryFields | undefined, row: RowState): InboxRow {
  const { id, provider, state, reason, error, attempt, storedAt, furtherReplays = 0 } = row;
  const hasNoError = state === "running" || state === "done";
  // One that came as a mismatch never ran: its message is in its fields.
  const mismatch = reason === "schema-mismatch" ? fields?.mismatch?.message : undefined;
  return {
    id,
    provider,
    scope: fields?.scope ?? "",
    name: fields?.name,
    dedupeKey: fields?.dedupeKey ?? "",
    unsignedId: fields?.unsignedId,
    state,
    reason: state === "dead" ? reason : undefined,
    error: hasNoError ? undefined : (error ?? mismatch),
    attempt,
    replay: fields?.replay ?? false,
    furtherReplays,
    receivedAt: new Date(fields?.receivedAt ?? storedAt),
  };
}
