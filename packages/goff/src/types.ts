import type { EventBase } from "@flaghook/core";

/** An event of GO Feature Flag. Narrow on `type`. */
export type GoffEvent = ExportEvent | NotifyEvent | GoffUnknownEvent;

/** Common to every event of GO Feature Flag. No `id`; the `dedupeKey` is a digest of the body. */
export interface GoffEventBase extends EventBase {
  readonly provider: "goff";
}

/**
 * A batch of the webhook exporter: flag evaluations or tracking events.
 *
 * After a status over 399 a batch comes again inside a larger one, so find repeated events by
 * `featureEventKey`, not by the `dedupeKey` of the batch.
 */
export interface ExportEvent extends GoffEventBase {
  readonly type: "export";
  readonly name: "export";
  readonly payload: ExportPayload;
  /**
   * Elements of another kind, that fail their check, or whose arrays and objects lie more than 100
   * deep in each other, in the order they came. Signed, but not validated.
   */
  readonly otherEvents: readonly unknown[];
}

/**
 * A change of flags, from the webhook notifier. Each running process sends its own; `meta.hostname`
 * tells them apart.
 *
 * It never comes again, and is the same byte for byte when a flag goes on, off and on: repeatable.
 */
export interface NotifyEvent extends GoffEventBase {
  readonly type: "notify";
  readonly name: "notify";
  readonly payload: NotifyPayload;
}

/**
 * Never made today: a body of another shape has no name and is a `schema-mismatch`. Here so that a
 * `switch` stays complete.
 */
export interface GoffUnknownEvent extends GoffEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * The payload of the exporter.
 *
 * @see
 *   https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/exporter/webhookexporter/exporter.go
 *   (checked 2026-11-21)
 */
export interface ExportPayload {
  /** Set by configuration; `hostname` is always there. */
  readonly meta: Readonly<Record<string, string>>;
  /** Not in order of time: events are added concurrently. Narrow on `kind`. */
  readonly events: readonly (FeatureEvent | TrackingEvent)[];
}

/**
 * One evaluation of a flag.
 *
 * @see https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/exporter/feature_event.go
 *   (checked 2026-11-21)
 */
export interface FeatureEvent {
  readonly kind: "feature";
  /** `"user"` or `"anonymousUser"`. */
  readonly contextKind?: string | undefined;
  /** The targeting key; may be empty. */
  readonly userKey: string;
  /** Unix time in seconds, though the vendor's comment says milliseconds. */
  readonly creationDate: number;
  /** The flag's key. */
  readonly key: string;
  /** Name of the variation; `"SdkDefault"` after an error. */
  readonly variation: string;
  /** The value served: any JSON. A number over 2^53 has lost its last digits here. */
  readonly value: unknown;
  /** True when the evaluation failed and the caller's default was served. */
  readonly default: boolean;
  /** The flag's version; empty if it has none. */
  readonly version: string;
  /** `"SERVER"`, `"PROVIDER_CACHE"` or what the provider chose. */
  readonly source: string;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * One tracking event, sent by exporters that are configured for them.
 *
 * @see https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/exporter/tracking_event.go
 *   (checked 2026-11-21)
 */
export interface TrackingEvent {
  readonly kind: "tracking";
  /** `"user"` or `"anonymousUser"`. */
  readonly contextKind?: string | undefined;
  /** The targeting key; may be empty. */
  readonly userKey: string;
  /** Unix time in seconds. */
  readonly creationDate: number;
  /** Name of the tracking event. */
  readonly key: string;
  readonly evaluationContext: Readonly<Record<string, unknown>> | null;
  readonly trackingEventDetails: Readonly<Record<string, unknown>> | null;
}

/**
 * The payload of the notifier: when flags change, and at start-up with every flag in `added`.
 *
 * @see
 *   https://github.com/thomaspoignant/go-feature-flag/blob/v1.55.2/notifier/webhooknotifier/notifier.go
 *   (checked 2026-11-21)
 */
export interface NotifyPayload {
  /** Set by configuration; `hostname` is always there. */
  readonly meta: Readonly<Record<string, string>>;
  /** Flags by key. `flagChanges` lists them. */
  readonly flags: {
    readonly deleted?: Readonly<Record<string, Flag>> | null | undefined;
    readonly added?: Readonly<Record<string, Flag>> | null | undefined;
    readonly updated?: Readonly<Record<string, FlagUpdate>> | null | undefined;
  };
}

/** A flag before and after it was edited. */
export interface FlagUpdate {
  readonly old_value: Flag;
  readonly new_value: Flag;
}

/**
 * A flag as configured, in the format since v1.0. Everything is optional: `{}` is possible. Arrays
 * and objects lie at most 100 deep in each other.
 *
 * @see https://github.com/thomaspoignant/go-feature-flag/tree/v1.55.2/modules/core/flag (checked
 *   2026-11-21)
 */
export interface Flag {
  /** Values by name: any JSON. */
  readonly variations?: Readonly<Record<string, unknown>> | null | undefined;
  readonly targeting?: readonly FlagRule[] | null | undefined;
  readonly bucketingKey?: string | null | undefined;
  readonly defaultRule?: FlagRule | null | undefined;
  readonly experimentation?: FlagExperimentation | null | undefined;
  /** Changes of this flag that take effect at their date. */
  readonly scheduledRollout?: readonly ScheduledStep[] | null | undefined;
  readonly trackEvents?: boolean | null | undefined;
  readonly disable?: boolean | null | undefined;
  readonly version?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
}

/** When an experiment runs. RFC 3339. */
export interface FlagExperimentation {
  readonly start?: string | null | undefined;
  readonly end?: string | null | undefined;
}

/** A flag's fields that change at a date. */
export interface ScheduledStep extends Flag {
  /** RFC 3339. */
  readonly date?: string | null | undefined;
}

/** Who gets which variation. */
export interface FlagRule {
  readonly name?: string | null | undefined;
  readonly query?: string | null | undefined;
  readonly variation?: string | null | undefined;
  /** Share of each variation, in percent. */
  readonly percentage?: Readonly<Record<string, number>> | null | undefined;
  readonly progressiveRollout?: ProgressiveRollout | null | undefined;
  readonly disable?: boolean | null | undefined;
}

/** A variation whose share grows from one step to the other. */
export interface ProgressiveRollout {
  readonly initial?: RolloutStep | null | undefined;
  readonly end?: RolloutStep | null | undefined;
}

/** Share of a variation at a date. */
export interface RolloutStep {
  readonly variation?: string | null | undefined;
  /** In percent. */
  readonly percentage?: number | null | undefined;
  /** RFC 3339. */
  readonly date?: string | null | undefined;
}
