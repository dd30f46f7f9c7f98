import type { EventBase } from "@flaghook/core";

export type {
  GrowthbookSdkEvent,
  GrowthbookSdkEventBase,
  GrowthbookSdkUnknownEvent,
  PayloadChangedEvent,
  PayloadChangedPayload,
} from "./sdk-types.ts";

/** An event of GrowthBook. Narrow on `type`. */
export type GrowthbookEvent =
  | FeatureCreatedEvent
  | FeatureUpdatedEvent
  | FeatureDeletedEvent
  | FeatureRevisionEvent
  | ThingEvent
  | NoticeEvent
  | WebhookTestEvent
  | GrowthbookUnknownEvent;

/** Common to every event of GrowthBook. No `id`: GrowthBook sends none. */
export interface GrowthbookEventBase extends EventBase {
  readonly provider: "growthbook";
}

/** A feature was created. */
export interface FeatureCreatedEvent extends GrowthbookEventBase {
  readonly type: "feature.created";
  readonly name: "feature.created";
  readonly payload: FeatureCreatedPayload;
}

/** The live version of a feature changed, not a draft of it. */
export interface FeatureUpdatedEvent extends GrowthbookEventBase {
  readonly type: "feature.updated";
  readonly name: "feature.updated";
  readonly payload: FeatureUpdatedPayload;
}

/** A feature was deleted. */
export interface FeatureDeletedEvent extends GrowthbookEventBase {
  readonly type: "feature.deleted";
  readonly name: "feature.deleted";
  readonly payload: FeatureDeletedPayload;
}

/**
 * A draft of a feature was created, reviewed, published and so on. Publishing one also sends
 * `feature.updated`: the same change twice.
 */
export interface FeatureRevisionEvent extends GrowthbookEventBase {
  readonly type: FeatureRevisionEventName;
  readonly name: FeatureRevisionEventName;
  readonly payload: FeatureRevisionPayload;
}

/** An experiment, saved group, constant or config was created, updated or deleted. */
export interface ThingEvent extends GrowthbookEventBase {
  readonly type: ThingEventName;
  readonly name: ThingEventName;
  readonly payload: ThingPayload;
}

/** Anything else that GrowthBook lists: rollouts, decisions, warnings, other drafts, log-ins. */
export interface NoticeEvent extends GrowthbookEventBase {
  readonly type: NoticeEventName;
  readonly name: NoticeEventName;
  readonly payload: NoticePayload;
}

/** Somebody pressed the test button. */
export interface WebhookTestEvent extends GrowthbookEventBase {
  readonly type: "webhook.test";
  readonly name: "webhook.test";
  readonly payload: WebhookTestPayload;
}

/** A signed event of a name that GrowthBook's source does not list. */
export interface GrowthbookUnknownEvent extends GrowthbookEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/** What happens to a draft. */
export type RevisionStep =
  | "created"
  | "updated"
  | "reviewRequested"
  | "approved"
  | "changesRequested"
  | "commented"
  | "discarded"
  | "reopened"
  | "recalled"
  | "reviewRetracted"
  | "publishScheduleChanged"
  | "rebased"
  | "published"
  | "reverted"
  | "publishFailed";

/**
 * Names of the events about drafts of features.
 *
 * @see
 *   https://github.com/growthbook/growthbook/blob/8f1db44/packages/shared/src/validators/events.ts
 *   (checked 2026-11-21)
 */
export type FeatureRevisionEventName = `feature.revision.${RevisionStep}`;

/** Names of the events about things that are not features. */
export type ThingEventName =
  `${"experiment" | "savedGroup" | "constant" | "config"}.${"created" | "updated" | "deleted"}`;

/** Names of all other events. */
export type NoticeEventName =
  | `feature.saferollout.${"ship" | "rollback" | "unhealthy"}`
  | `feature.rampSchedule.${"created" | "deleted"}`
  | `feature.rampSchedule.actions.${"started" | "completed" | "rolledBack" | "jumped"}`
  | `feature.rampSchedule.actions.step.${"advanced" | "approvalRequired"}`
  | `feature.rampSchedule.actions.${"awaitingStartApproval" | "startApproved"}`
  | "experiment.warning"
  | `experiment.info.${"significance" | "scheduled-status-update"}`
  | `experiment.decision.${"ship" | "rollback" | "review"}`
  | `${"savedGroup" | "constant" | "config"}.revision.${RevisionStep}`
  | "user.login";

/**
 * Common to every payload. Webhooks of the type `raw`, the default of old ones, leave out
 * `api_version` and `created`, and have other names in `data`.
 *
 * @see https://docs.growthbook.io/app/webhooks/event-webhooks (checked 2026-11-21)
 */
export interface GrowthbookPayloadBase {
  /** `"feature"`, `"experiment"` and so on. */
  readonly object?: string | null | undefined;
  /** Unix time in milliseconds. */
  readonly created?: number | null | undefined;
  readonly api_version?: string | null | undefined;
  /** Ids. A feature that moved to another project has both. */
  readonly projects?: readonly string[] | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  /** Where something took effect: none for a new feature, all for a deleted one. */
  readonly environments?: readonly string[] | null | undefined;
  readonly containsSecrets?: boolean | null | undefined;
  readonly user?: GrowthbookUser | null | undefined;
}

/** Who did it. */
export interface GrowthbookUser {
  /** `"dashboard"`, `"api_key"` or `"system"`. */
  readonly type?: string | null | undefined;
  readonly id?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** A new feature. */
export interface FeatureCreatedPayload extends GrowthbookPayloadBase {
  readonly event: "feature.created";
  /** With `current` in a `raw` payload. `featureOf` gives the feature from either. */
  readonly data: { readonly object: Feature } | { readonly current: Feature };
}

/** A changed feature. */
export interface FeatureUpdatedPayload extends GrowthbookPayloadBase {
  readonly event: "feature.updated";
  /**
   * With `current` and `previous` in a `raw` payload. `featureOf` gives the feature from either.
   */
  readonly data:
    | {
        readonly object: Feature;
        /** The old values of the fields that changed. */
        readonly previous_attributes?: FeatureAttributes | null | undefined;
        /** Absent in older versions. */
        readonly changes?: FeatureDiff | null | undefined;
      }
    | { readonly current: Feature; readonly previous: Feature };
}

/** A deleted feature. */
export interface FeatureDeletedPayload extends GrowthbookPayloadBase {
  readonly event: "feature.deleted";
  /** With `previous` in a `raw` payload. `featureOf` gives the feature from either. */
  readonly data: { readonly object: Feature } | { readonly previous: Feature };
}

/** Everything in a feature but its id. */
export interface FeatureAttributes {
  readonly archived?: boolean | null | undefined;
  readonly description?: string | null | undefined;
  readonly owner?: string | null | undefined;
  /** The project's id, or empty. */
  readonly project?: string | null | undefined;
  /** `"boolean"`, `"string"`, `"number"` or `"json"`. */
  readonly valueType?: string | null | undefined;
  /** Text, whatever `valueType` says. */
  readonly defaultValue?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly environments?: Readonly<Record<string, FeatureEnvironment>> | null | undefined;
  readonly prerequisites?: readonly unknown[] | null | undefined;
  readonly revision?: FeatureVersion | null | undefined;
  readonly dateCreated?: string | null | undefined;
  readonly dateUpdated?: string | null | undefined;
}

/** A feature. */
export interface Feature extends FeatureAttributes {
  /** The key that code uses. */
  readonly id: string;
}

/** A feature in one environment. */
export interface FeatureEnvironment {
  readonly enabled?: boolean | null | undefined;
  readonly defaultValue?: string | null | undefined;
  readonly rules?: readonly unknown[] | null | undefined;
  /** What SDKs get, as JSON text. */
  readonly definition?: string | null | undefined;
}

/** Which version of a feature is live. */
export interface FeatureVersion {
  readonly version?: number | null | undefined;
  readonly comment?: string | null | undefined;
  readonly date?: string | null | undefined;
  readonly createdBy?: unknown;
  readonly publishedBy?: unknown;
}

/** GrowthBook's own diff of two features, or of a part of them. */
export interface FeatureDiff {
  readonly added?: Readonly<Record<string, unknown>> | null | undefined;
  readonly removed?: Readonly<Record<string, unknown>> | null | undefined;
  /** A list, though GrowthBook's API description says otherwise. */
  readonly modified?: readonly ModifiedField[] | null | undefined;
}

/** A field with another value, or with a diff inside it. */
export interface ModifiedField {
  readonly key: string;
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
  /** One diff for each environment, where `key` is `"environments"`. */
  readonly values?: readonly unknown[] | null | undefined;
}

/** A draft of a feature. */
export interface FeatureRevisionPayload extends GrowthbookPayloadBase {
  readonly event: FeatureRevisionEventName;
  readonly data: { readonly object: FeatureRevision };
}

/** A draft, and what was done to it. */
export interface FeatureRevision {
  /** The feature's key. */
  readonly featureId: string;
  readonly version?: number | null | undefined;
  readonly baseVersion?: number | null | undefined;
  readonly status?: string | null | undefined;
  readonly comment?: string | null | undefined;
  /** For an update: `"rule.add"`, `"toggle"`, `"metadata"` and so on. */
  readonly change?: string | null | undefined;
  /** For a review: what the reviewer wrote. */
  readonly reviewComment?: string | null | undefined;
  readonly reviewer?: GrowthbookUser | null | undefined;
}

/** An experiment, saved group, constant or config. */
export interface ThingPayload extends GrowthbookPayloadBase {
  readonly event: ThingEventName;
  /** A `raw` payload of an experiment has `current`, `previous` or both. */
  readonly data: {
    readonly object?: Thing | null | undefined;
    readonly current?: Thing | null | undefined;
    readonly previous?: Thing | null | undefined;
  };
}

/** An experiment, saved group, constant or config. */
export interface Thing {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** Any other event. */
export interface NoticePayload extends GrowthbookPayloadBase {
  readonly event: NoticeEventName;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A test. */
export interface WebhookTestPayload extends GrowthbookPayloadBase {
  readonly event: "webhook.test";
  readonly data: Readonly<Record<string, unknown>>;
}
