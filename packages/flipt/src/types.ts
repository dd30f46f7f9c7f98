import type { EventBase } from "@flaghook/core";

/** An event of Flipt. Narrow on `type`, then on `payload.action`. */
export type FliptEvent =
  | FlagEvent
  | VariantEvent
  | RuleEvent
  | RolloutEvent
  | DistributionEvent
  | SegmentEvent
  | ConstraintEvent
  | NamespaceEvent
  | TokenEvent
  | FliptUnknownEvent;

/** Common to every Flipt event. No `id`: Flipt sends none. */
export interface FliptEventBase extends EventBase {
  readonly provider: "flipt";
}

/** A flag. Turning it on or off is an update, and an update does not say which field changed. */
export interface FlagEvent extends FliptEventBase {
  readonly type: "flag";
  readonly name: "flag";
  readonly payload: FlagPayload;
}

/** A variant of a flag. */
export interface VariantEvent extends FliptEventBase {
  readonly type: "variant";
  readonly name: "variant";
  readonly payload: VariantPayload;
}

/** A rule of a flag. A new order of its rules is an update, with `rule_ids`. */
export interface RuleEvent extends FliptEventBase {
  readonly type: "rule";
  readonly name: "rule";
  readonly payload: RulePayload;
}

/** A rollout of a boolean flag. A new order is an update, with `rollout_ids`. */
export interface RolloutEvent extends FliptEventBase {
  readonly type: "rollout";
  readonly name: "rollout";
  readonly payload: RolloutPayload;
}

/** A distribution of a rule. Only a deletion names the flag. */
export interface DistributionEvent extends FliptEventBase {
  readonly type: "distribution";
  readonly name: "distribution";
  readonly payload: DistributionPayload;
}

/** A segment. Any number of flags may use it. */
export interface SegmentEvent extends FliptEventBase {
  readonly type: "segment";
  readonly name: "segment";
  readonly payload: SegmentPayload;
}

/** A constraint of a segment. */
export interface ConstraintEvent extends FliptEventBase {
  readonly type: "constraint";
  readonly name: "constraint";
  readonly payload: ConstraintPayload;
}

/** A namespace. */
export interface NamespaceEvent extends FliptEventBase {
  readonly type: "namespace";
  readonly name: "namespace";
  readonly payload: NamespacePayload;
}

/** A token of Flipt's API. */
export interface TokenEvent extends FliptEventBase {
  readonly type: "token";
  readonly name: "token";
  readonly payload: TokenPayload;
}

/** A signed event of a type or an action that Flipt's source does not list. */
export interface FliptUnknownEvent extends FliptEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/** What happened to the thing. */
export type AuditAction = "created" | "updated" | "deleted";

/**
 * Common to every audit event. Its `payload` is the thing as it is now. A deletion has only what
 * the request named, often just the key: no name, no state, no namespace.
 *
 * @see https://github.com/flipt-io/flipt/blob/v1.61.1/internal/server/audit/events.go (checked
 *   2026-11-21)
 */
export interface AuditPayloadBase {
  readonly action: AuditAction;
  /** `"0.2"` since June 2024, before that `"0.1"`. */
  readonly version?: string | null | undefined;
  readonly metadata?: { readonly actor?: AuditActor | null | undefined } | null | undefined;
  /** RFC 3339 in the zone of the server, in whole seconds. */
  readonly timestamp?: string | null | undefined;
  /** `"success"`, or `"denied"`: nothing changed then. Absent before June 2024. */
  readonly status?: string | null | undefined;
}

/** Who acted, as far as Flipt knows. Empty when it does not. */
export interface AuditActor {
  /** `"none"`, `"token"`, `"oidc"`, `"github"`, `"jwt"` or `"kubernetes"`. */
  readonly authentication?: string | null | undefined;
  readonly ip?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly picture?: string | null | undefined;
}

/** The payload of a flag. */
export interface FlagPayload extends AuditPayloadBase {
  readonly type: "flag";
  readonly payload?:
    | {
        readonly key?: string | null | undefined;
        readonly name?: string | null | undefined;
        readonly description?: string | null | undefined;
        readonly enabled?: boolean | null | undefined;
        readonly namespace_key?: string | null | undefined;
        readonly default_variant?: string | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a variant. */
export interface VariantPayload extends AuditPayloadBase {
  readonly type: "variant";
  readonly payload?:
    | {
        readonly id?: string | null | undefined;
        readonly key?: string | null | undefined;
        readonly name?: string | null | undefined;
        readonly description?: string | null | undefined;
        /** JSON in a text, or an empty one. */
        readonly attachment?: string | null | undefined;
        readonly flag_key?: string | null | undefined;
        readonly namespace_key?: string | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a rule. */
export interface RulePayload extends AuditPayloadBase {
  readonly type: "rule";
  readonly payload?:
    | {
        readonly id?: string | null | undefined;
        readonly rank?: number | null | undefined;
        readonly flag_key?: string | null | undefined;
        readonly namespace_key?: string | null | undefined;
        /** Several are joined by commas. */
        readonly segment_key?: string | null | undefined;
        /** `"OR_SEGMENT_OPERATOR"` or `"AND_SEGMENT_OPERATOR"`. */
        readonly segment_operator?: string | null | undefined;
        readonly distributions?: readonly Distribution[] | null | undefined;
        /** Only in a new order. */
        readonly rule_ids?: readonly string[] | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a rollout. */
export interface RolloutPayload extends AuditPayloadBase {
  readonly type: "rollout";
  readonly payload?:
    | {
        readonly id?: string | null | undefined;
        readonly rank?: number | null | undefined;
        readonly description?: string | null | undefined;
        readonly flag_key?: string | null | undefined;
        readonly namespace_key?: string | null | undefined;
        readonly segment?:
          | {
              readonly key?: string | null | undefined;
              readonly value?: boolean | null | undefined;
              readonly operator?: string | null | undefined;
            }
          | null
          | undefined;
        readonly threshold?:
          | {
              readonly percentage?: number | null | undefined;
              readonly value?: boolean | null | undefined;
            }
          | null
          | undefined;
        /** Only in a new order. */
        readonly rollout_ids?: readonly string[] | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a distribution. */
export interface DistributionPayload extends AuditPayloadBase {
  readonly type: "distribution";
  readonly payload?: Distribution | null | undefined;
}

/** A variant's share of a rule. */
export interface Distribution {
  readonly id?: string | null | undefined;
  readonly rule_id?: string | null | undefined;
  readonly variant_id?: string | null | undefined;
  /** In percent, from a 32-bit float: `33.33`. */
  readonly rollout?: number | null | undefined;
  /** Only in a deletion. */
  readonly flag_key?: string | null | undefined;
  /** Only in a deletion. */
  readonly namespace_key?: string | null | undefined;
}

/** The payload of a segment. */
export interface SegmentPayload extends AuditPayloadBase {
  readonly type: "segment";
  readonly payload?:
    | {
        readonly key?: string | null | undefined;
        readonly name?: string | null | undefined;
        readonly description?: string | null | undefined;
        readonly namespace_key?: string | null | undefined;
        /** `"ALL_MATCH_TYPE"` or `"ANY_MATCH_TYPE"`. */
        readonly match_type?: string | null | undefined;
        readonly constraints?: readonly Constraint[] | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a constraint. */
export interface ConstraintPayload extends AuditPayloadBase {
  readonly type: "constraint";
  readonly payload?: Constraint | null | undefined;
}

/** A condition of a segment. */
export interface Constraint {
  readonly id?: string | null | undefined;
  readonly segment_key?: string | null | undefined;
  readonly namespace_key?: string | null | undefined;
  readonly property?: string | null | undefined;
  readonly operator?: string | null | undefined;
  readonly value?: string | null | undefined;
  /** `"STRING_COMPARISON_TYPE"` and so on. */
  readonly type?: string | null | undefined;
}

/** The payload of a namespace. */
export interface NamespacePayload extends AuditPayloadBase {
  readonly type: "namespace";
  readonly payload?:
    | {
        readonly key?: string | null | undefined;
        readonly name?: string | null | undefined;
        readonly description?: string | null | undefined;
        readonly protected?: boolean | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a token. In a deletion it is the token's metadata, a map of texts. */
export interface TokenPayload extends AuditPayloadBase {
  readonly type: "token";
  readonly payload?: unknown;
}
