import type { EventBase } from "@flaghook/core";

/** An event of FeatBit. Narrow on `type`; `events` says what happened. */
export type FeatbitEvent = FeatureFlagEvent | SegmentEvent | FeatbitUnknownEvent;

/** Common to every FeatBit event. The `id` is that of the delivery, and unsigned. */
export interface FeatbitEventBase extends EventBase {
  readonly provider: "featbit";
  /**
   * FeatBit's names of everything that one save did, such as `feature_flag.toggled`. A webhook that
   * asked for one of them gets them all.
   */
  readonly events: readonly string[];
}

/** A flag changed in one environment. `events` has one or more of `FeatureFlagEventName`. */
export interface FeatureFlagEvent extends FeatbitEventBase {
  readonly type: "feature_flag";
  readonly name: "feature_flag";
  readonly payload: FeatureFlagPayload;
}

/**
 * A segment changed. `events` has one or more of `SegmentEventName`, and the payload lists the
 * flags that use it.
 */
export interface SegmentEvent extends FeatbitEventBase {
  readonly type: "segment";
  readonly name: "segment";
  readonly payload: SegmentPayload;
}

/** A signed event about anything else. */
export interface FeatbitUnknownEvent extends FeatbitEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * What can happen to a flag.
 *
 * @see
 *   https://github.com/featbit/featbit/blob/main/modules/back-end/src/Domain/Webhooks/WebhookEvents.cs
 *   (checked 2026-11-21)
 */
export type FeatureFlagEventName =
  | "feature_flag.created"
  | "feature_flag.toggled"
  | "feature_flag.archived"
  | "feature_flag.restored"
  | "feature_flag.variation_changed"
  | "feature_flag.off_variation_changed"
  | "feature_flag.default_rule_changed"
  | "feature_flag.target_users_changed"
  | "feature_flag.targeting_rules_changed"
  | "feature_flag.basic_info_updated"
  | "feature_flag.deleted";

/** What can happen to a segment. */
export type SegmentEventName =
  | "segment.created"
  | "segment.archived"
  | "segment.restored"
  | "segment.rules_changed"
  | "segment.target_users_changed"
  | "segment.basic_info_updated"
  | "segment.deleted";

/**
 * Common to every payload of the default template. You may edit a webhook's template, so anything
 * but the names of the events may be missing. Texts have HTML escapes, such as `A &amp; B`, except
 * keys, tags and whatever comes as JSON.
 *
 * @see
 *   https://github.com/featbit/featbit/blob/main/modules/front-end/src/app/features/safe/integrations/webhooks/webhooks.ts
 *   (checked 2026-11-21)
 */
export interface FeatbitPayloadBase {
  /** Names, joined by commas. `event.events` has them as a list. */
  readonly event?: string | null | undefined;
  /** The same, in a template of your own. */
  readonly events?: string | null | undefined;
  /** The name of the user, else the e-mail address; or `"System"`. */
  readonly operator?: string | null | undefined;
  /** ISO 8601 with seven digits of a second. It may name no zone. */
  readonly happenedAt?: string | null | undefined;
  /** What changed, in English. */
  readonly changes?: readonly string[] | null | undefined;
  readonly organization?: Reference | null | undefined;
  readonly project?: Reference | null | undefined;
  readonly environment?: Reference | null | undefined;
}

/** A thing by its id and name. FeatBit does not send its key. */
export interface Reference {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** The payload of a flag. */
export interface FeatureFlagPayload extends FeatbitPayloadBase {
  readonly data?:
    | {
        /** `"feature flag"`. */
        readonly kind?: string | null | undefined;
        readonly object?: FeatureFlag | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a segment. */
export interface SegmentPayload extends FeatbitPayloadBase {
  readonly data?:
    | {
        readonly kind?: string | null | undefined;
        readonly object?: Segment | null | undefined;
      }
    | null
    | undefined;
}

/** A flag after the change, or before it was deleted. */
export interface FeatureFlag {
  readonly id?: string | null | undefined;
  readonly key?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  /** `"boolean"`, `"string"`, `"number"` or `"json"`. */
  readonly variationType?: string | null | undefined;
  readonly variations?: readonly Variation[] | null | undefined;
  readonly targetUsers?: readonly TargetUsers[] | null | undefined;
  readonly rules?: readonly FlagRule[] | null | undefined;
  /** May be a text in a template of your own. */
  readonly isEnabled?: boolean | string | null | undefined;
  readonly disabledVariationId?: string | null | undefined;
  readonly fallthrough?:
    | {
        readonly dispatchKey?: string | null | undefined;
        readonly includedInExpt?: boolean | string | null | undefined;
        readonly variations?: readonly VariationRollout[] | null | undefined;
      }
    | null
    | undefined;
  readonly exptIncludeAllTargets?: boolean | string | null | undefined;
  /** An empty text if FeatBit has no value. */
  readonly isArchived?: boolean | string | null | undefined;
}

/** A variation of a flag. */
export interface Variation {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly value?: string | null | undefined;
}

/** Users who get one variation. */
export interface TargetUsers {
  readonly variationId?: string | null | undefined;
  readonly keyIds?: readonly string[] | null | undefined;
}

/** A rule of a flag. */
export interface FlagRule {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly dispatchKey?: string | null | undefined;
  readonly includedInExpt?: boolean | string | null | undefined;
  readonly conditions?: readonly Condition[] | null | undefined;
  readonly variations?: readonly VariationRollout[] | null | undefined;
}

/** A condition of a rule. */
export interface Condition {
  readonly id?: string | null | undefined;
  readonly property?: string | null | undefined;
  readonly op?: string | null | undefined;
  readonly value?: string | null | undefined;
}

/** A variation's share of 1: from the first number of `rollout` up to the second. */
export interface VariationRollout {
  readonly id?: string | null | undefined;
  readonly rollout?: readonly number[] | null | undefined;
  readonly exptRollout?: number | null | undefined;
}

/** A segment after the change, or before it was deleted. */
export interface Segment {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Since November 2025. */
  readonly tags?: readonly string[] | null | undefined;
  readonly included?: readonly string[] | null | undefined;
  readonly excluded?: readonly string[] | null | undefined;
  readonly rules?: readonly SegmentRule[] | null | undefined;
  readonly flagReferences?: readonly FlagReference[] | null | undefined;
  readonly isArchived?: boolean | string | null | undefined;
}

/** A rule of a segment. */
export interface SegmentRule {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly conditions?: readonly Condition[] | null | undefined;
}

/** A flag that uses a segment. */
export interface FlagReference {
  readonly envId?: string | null | undefined;
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly key?: string | null | undefined;
}
