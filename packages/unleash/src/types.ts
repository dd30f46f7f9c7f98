import type { EventBase } from "@flaghook/core";

/** An event of Unleash. Narrow on `type`. */
export type UnleashEvent = UnleashKnownEvent | UnleashUnknownEvent;

/** Common to every event. The `dedupeKey` is the payload's `id`, unique within one instance. */
export interface UnleashEventBase extends EventBase {
  readonly provider: "unleash";
}

/**
 * An event that a webhook can be set up for: of a flag (`feature-…`), of a change request
 * (`change-…`), or of a release plan (`release-plan-progressions-…`).
 */
export interface UnleashKnownEvent extends UnleashEventBase {
  readonly type: EventName;
  readonly name: EventName;
  readonly payload: UnleashPayload;
}

/** Any other event: Unleash has over a hundred more, and adds new ones. */
export interface UnleashUnknownEvent extends UnleashEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * Names of the events that a webhook can be set up for.
 *
 * @see https://github.com/Unleash/unleash/blob/main/src/lib/addons/webhook-definition.ts (8.1.0,
 *   checked 2026-11-21)
 */
export type EventName =
  | "feature-created"
  | "feature-updated"
  | "feature-archived"
  | "feature-revived"
  | "feature-stale-on"
  | "feature-stale-off"
  | "feature-completed"
  | "feature-environment-enabled"
  | "feature-environment-disabled"
  | "feature-strategy-add"
  | "feature-strategy-update"
  | "feature-strategy-remove"
  | "feature-metadata-updated"
  | "feature-variants-updated"
  | "feature-project-change"
  | "feature-tagged"
  | "feature-untagged"
  | "feature-potentially-stale-on"
  | "change-request-created"
  | "change-request-discarded"
  | "change-added"
  | "change-discarded"
  | "change-request-approved"
  | "change-request-approval-added"
  | "change-request-cancelled"
  | "change-request-sent-to-review"
  | "change-request-applied"
  | "change-request-scheduled"
  | "change-request-scheduled-application-success"
  | "change-request-scheduled-application-failure"
  | "change-request-schedule-suspended"
  | "release-plan-progressions-paused"
  | "release-plan-progressions-resumed";

/**
 * The body that a webhook without a template sends. Only its first four fields are always there:
 * older servers leave out others.
 *
 * @see https://github.com/Unleash/unleash/blob/main/src/lib/features/events/event-store.ts (8.1.0,
 *   checked 2026-11-21)
 */
export interface UnleashPayload {
  /** Rises with each event of an instance. Two instances have the same ids. */
  readonly id: number;
  readonly type: EventName;
  /** An e-mail address, or the name of a user or token. */
  readonly createdBy: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  /** -1337 is Unleash itself. */
  readonly createdByUserId?: number | null | undefined;
  /** The name of the flag, which is its key. */
  readonly featureName?: string | null | undefined;
  readonly project?: string | null | undefined;
  /** Set for what happens in one environment. */
  readonly environment?: string | null | undefined;
  /** The state after the event. Each kind of event has a form of its own. */
  readonly data?: unknown;
  /** The state before the event. */
  readonly preData?: unknown;
  readonly tags?: readonly EventTag[] | null | undefined;
  /** `"change-request"` for events that belong to one. */
  readonly groupType?: string | null | undefined;
  readonly groupId?: string | null | undefined;
}

/** A tag of the flag. */
export interface EventTag {
  readonly type?: string | null | undefined;
  readonly value?: string | null | undefined;
}
