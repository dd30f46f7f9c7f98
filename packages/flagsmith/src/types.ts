import type { EventBase } from "@flaghook/core";

/** An event of Flagsmith. Narrow on `type`. */
export type FlagsmithEvent =
  | FlagUpdatedEvent
  | FlagDeletedEvent
  | NewVersionPublishedEvent
  | AuditLogCreatedEvent
  | IdentityEvent
  | FlagsmithUnknownEvent;

/** Common to every event of Flagsmith. No `id`: Flagsmith sends none with a delivery. */
export interface FlagsmithEventBase extends EventBase {
  readonly provider: "flagsmith";
}

/**
 * A flag was created or changed in one environment, or got another value for a segment or an
 * identity.
 *
 * A new flag gives an event for each environment, without `previous_state`. In an environment with
 * versions, a publish gives an event for each state.
 */
export interface FlagUpdatedEvent extends FlagsmithEventBase {
  readonly type: "FLAG_UPDATED";
  readonly name: "FLAG_UPDATED";
  readonly payload: FlagUpdatedPayload;
}

/** A flag was deleted, with an event for each environment, or one identity lost its own value. */
export interface FlagDeletedEvent extends FlagsmithEventBase {
  readonly type: "FLAG_DELETED";
  readonly name: "FLAG_DELETED";
  readonly payload: FlagDeletedPayload;
}

/**
 * A version of a flag was published. Comes after a `FLAG_UPDATED` for each of its states, and only
 * to webhooks of environments.
 */
export interface NewVersionPublishedEvent extends FlagsmithEventBase {
  readonly type: "NEW_VERSION_PUBLISHED";
  readonly name: "NEW_VERSION_PUBLISHED";
  readonly payload: NewVersionPublishedPayload;
}

/** A line of the audit log, in prose. Comes only to webhooks of organisations, for all projects. */
export interface AuditLogCreatedEvent extends FlagsmithEventBase {
  readonly type: "AUDIT_LOG_CREATED";
  readonly name: "AUDIT_LOG_CREATED";
  readonly payload: AuditLogCreatedPayload;
}

/**
 * The flags of one identity, from the integration called Webhook. The name is ours: the payload has
 * no `event_type`.
 */
export interface IdentityEvent extends FlagsmithEventBase {
  readonly type: "identity";
  readonly name: "identity";
  readonly payload: IdentityPayload;
}

/** A signed event of a type that Flagsmith's source does not list. */
export interface FlagsmithUnknownEvent extends FlagsmithEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * A changed flag.
 *
 * @see
 *   https://github.com/Flagsmith/flagsmith/blob/1ad8487/docs/docs/administration-and-security/platform-configuration/environment-settings.md
 *   (checked 2026-11-21)
 */
export interface FlagUpdatedPayload {
  readonly event_type: "FLAG_UPDATED";
  readonly data: {
    readonly new_state: FlagState;
    /** Absent when there was no state before. */
    readonly previous_state?: FlagState | null | undefined;
    /** An e-mail address, or the name of an API key. May be empty or `null`. */
    readonly changed_by?: string | null | undefined;
    /** ISO 8601 in UTC with microseconds. May be empty. */
    readonly timestamp?: string | null | undefined;
  };
}

/** A deleted flag, or the value that an identity no longer has. */
export interface FlagDeletedPayload {
  readonly event_type: "FLAG_DELETED";
  readonly data: {
    /** The state that was deleted. */
    readonly previous_state: FlagState;
    /** Always `null` so far. */
    readonly new_state?: FlagState | null | undefined;
    /** An e-mail address, or the name of an API key. May be empty or `null`. */
    readonly changed_by?: string | null | undefined;
    /** ISO 8601 in UTC with microseconds. May be empty. */
    readonly timestamp?: string | null | undefined;
  };
}

/** The state of a flag in an environment, or its override for a segment or an identity. */
export interface FlagState {
  readonly enabled: boolean;
  readonly feature: Feature;
  /** Text may be anything, JSON and HTML too; `0`, `false` and `""` are values. */
  readonly feature_state_value?: string | number | boolean | null | undefined;
  readonly environment?: Reference | null | undefined;
  /** Set for one identity: a number from the database, or a UUID of the Edge API. */
  readonly identity?: number | string | null | undefined;
  readonly identity_identifier?: string | null | undefined;
  /** Set for one segment. */
  readonly feature_segment?: FeatureSegment | null | undefined;
  /** Empty without variations; absent before Flagsmith 2.214. */
  readonly multivariate_feature_state_values?: readonly MultivariateValue[] | null | undefined;
}

/** A flag. */
export interface Feature {
  readonly id?: number | null | undefined;
  /** The key that code uses. */
  readonly name: string;
  /** `"STANDARD"`, `"MULTIVARIATE"` or `"CONFIG"`. */
  readonly type?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly default_enabled?: boolean | null | undefined;
  readonly initial_value?: string | null | undefined;
  readonly created_date?: string | null | undefined;
  readonly project?: Reference | null | undefined;
}

/** A project, environment or segment: it has no key. */
export interface Reference {
  readonly id?: number | null | undefined;
  readonly name?: string | null | undefined;
}

/** The segment that a state is for. */
export interface FeatureSegment {
  readonly segment?: Reference | null | undefined;
  readonly priority?: number | null | undefined;
}

/** One variation, and how many get it. */
export interface MultivariateValue {
  readonly id?: number | null | undefined;
  /** In percent. */
  readonly percentage_allocation?: number | null | undefined;
  readonly multivariate_feature_option?:
    | {
        readonly id?: number | null | undefined;
        readonly value?: string | number | boolean | null | undefined;
      }
    | null
    | undefined;
}

/** A published version. It says neither the environment nor the time. */
export interface NewVersionPublishedPayload {
  readonly event_type: "NEW_VERSION_PUBLISHED";
  readonly data: {
    /** The version's id, and the event's identity. */
    readonly uuid: string;
    readonly feature: {
      readonly id?: number | null | undefined;
      readonly name: string;
    };
    /** Also `null` for an API key. */
    readonly published_by?:
      | {
          readonly id?: number | null | undefined;
          readonly email?: string | null | undefined;
        }
      | null
      | undefined;
    readonly feature_states?:
      | readonly {
          readonly enabled?: boolean | null | undefined;
          readonly value?: string | number | boolean | null | undefined;
          /** Absent before Flagsmith 2.234. */
          readonly multivariate_feature_state_values?: readonly MultivariateValue[] | null | undefined;
        }[]
      | null
      | undefined;
  };
}

/**
 * A line of the audit log.
 *
 * @see
 *   https://github.com/Flagsmith/flagsmith/blob/1ad8487/docs/docs/administration-and-security/governance-and-compliance/audit-logs.md
 *   (checked 2026-11-21), which leaves out the `data` and `event_type` that are always sent
 */
export interface AuditLogCreatedPayload {
  readonly event_type: "AUDIT_LOG_CREATED";
  readonly data: {
    /** Absent in the dashboard's test delivery. */
    readonly id?: number | null | undefined;
    readonly created_date?: string | null | undefined;
    /** Prose, in English. */
    readonly log: string;
    /** `null` for an API key and for Flagsmith itself. */
    readonly author?: AuditLogAuthor | null | undefined;
    readonly environment?: AuditLogEnvironment | null | undefined;
    readonly project?: Reference | null | undefined;
    readonly related_object_id?: number | null | undefined;
    readonly related_object_uuid?: string | null | undefined;
    /** `"FEATURE"`, `"FEATURE_STATE"`, `"SEGMENT"` and others. */
    readonly related_object_type: string;
    readonly is_system_event?: boolean | null | undefined;
  };
}

/** Who did what a line of the audit log says. */
export interface AuditLogAuthor {
  readonly id?: number | null | undefined;
  readonly email?: string | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
}

/** An environment in the audit log. */
export interface AuditLogEnvironment {
  readonly id?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** The key of client-side SDKs: keep it out of logs. */
  readonly api_key?: string | null | undefined;
}

/** What one identity gets. Evaluations, not changes. */
export interface IdentityPayload {
  /** The identifier that your application gave it. */
  readonly identity: string;
  readonly flags: readonly unknown[];
  readonly traits?:
    | readonly {
        readonly id?: number | null | undefined;
        readonly trait_key?: string | null | undefined;
        readonly trait_value?: unknown;
      }[]
    | null
    | undefined;
  readonly segments?:
    | readonly {
        readonly id?: number | null | undefined;
        readonly name?: string | null | undefined;
        readonly member?: boolean | null | undefined;
      }[]
    | null
    | undefined;
}
