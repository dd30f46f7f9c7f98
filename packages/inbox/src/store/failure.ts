import type { InboxRow } from "./inbox-row.ts";

/** A failed attempt, as `onFailure` hears of it. */
export interface Failure {
  /** The delivery as `list` shows it from now on: pending again, or dead. */
  readonly row: InboxRow;
  /** What the handler threw; an Error where it did not get to throw anything. */
  readonly error: unknown;
  /** Whether it is dead: nothing starts it again but `retry`, or the provider's next try. */
  readonly isDead: boolean;
  /** When it may be started again; `undefined` when it is dead. */
  readonly nextAttemptAt: Date | undefined;
}
