import type { EventBase } from "@flaghook/core";

/** An event of Hypertune. Narrow on `type`. */
export type HypertuneEvent = NewCommitEvent | HypertuneUnknownEvent;

/** Common to every Hypertune event. `dedupeKey` is the signed `id`, an identity. */
export interface HypertuneEventBase extends EventBase {
  readonly provider: "hypertune";
}

/**
 * A commit was made to the project: the flag logic changed. The payload says that, not what
 * changed.
 */
export interface NewCommitEvent extends HypertuneEventBase {
  readonly type: "NEW_COMMIT";
  readonly name: "NEW_COMMIT";
  readonly id: string;
  readonly payload: NewCommitPayload;
}

/** A signed event of a type that the documentation does not show. */
export interface HypertuneUnknownEvent extends HypertuneEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * The payload of a commit. Only its identifiers are sure to be there.
 *
 * @see https://docs.hypertune.com/integrations/webhooks/handling-webhooks (checked 2026-11-21)
 */
export interface NewCommitPayload {
  /** 21 characters, never empty; the event's identity. */
  readonly id: string;
  readonly type: "NEW_COMMIT";
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt?: string | null | undefined;
  readonly project: {
    /** A number in a string. */
    readonly id: string;
    readonly name?: string | null | undefined;
  };
  readonly commit: {
    /** A number in a string. */
    readonly id: string;
    readonly message?: string | null | undefined;
  };
  /** Who made the commit. */
  readonly user?:
    | {
        readonly id?: string | null | undefined;
        readonly displayName?: string | null | undefined;
        readonly email?: string | null | undefined;
      }
    | null
    | undefined;
}
