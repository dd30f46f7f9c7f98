import type { EventBase } from "@flaghook/core";

/** An event of WorkOS. Narrow on `type`. */
export type WorkosEvent = FlagEvent | FlagRuleUpdatedEvent | WorkosUnknownEvent;

/** Common to every WorkOS event. The `dedupeKey` is the signed `id`. */
export interface WorkosEventBase extends EventBase {
  readonly provider: "workos";
}

/** A flag was created or deleted, or its name, description or tags changed. */
export interface FlagEvent extends WorkosEventBase {
  readonly type: FlagEventName;
  readonly name: FlagEventName;
  readonly payload: FlagPayload;
}

/** A flag was turned on or off, or its targeting changed. */
export interface FlagRuleUpdatedEvent extends WorkosEventBase {
  readonly type: "flag.rule_updated";
  readonly name: "flag.rule_updated";
  readonly payload: FlagRuleUpdatedPayload;
}

/** A signed event about anything else: WorkOS has about ninety, of users, sessions and so on. */
export interface WorkosUnknownEvent extends WorkosEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/** Names of the events of a flag itself. */
export type FlagEventName = "flag.created" | "flag.updated" | "flag.deleted";

/** Common to every payload. */
export interface WorkosPayloadBase {
  /** `event_…`, never empty. The event's identity. */
  readonly id: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created_at?: string | null | undefined;
  readonly data: Flag;
}

/**
 * The payload of a flag.
 *
 * @see https://workos.com/docs/events (checked 2026-11-21)
 */
export interface FlagPayload extends WorkosPayloadBase {
  readonly event: FlagEventName;
  readonly context?:
    | {
        readonly client_id?: string | null | undefined;
        readonly actor?: Actor | null | undefined;
        /** The old values of the fields that an update changed. */
        readonly previous_attributes?: PreviousFlag | null | undefined;
      }
    | null
    | undefined;
}

/** The payload of a flag that was turned on or off, or whose targeting changed. */
export interface FlagRuleUpdatedPayload extends WorkosPayloadBase {
  readonly event: "flag.rule_updated";
  readonly context?:
    | {
        readonly client_id?: string | null | undefined;
        readonly actor?: Actor | null | undefined;
        /** `"none"`, `"some"` or `"all"`. */
        readonly access_type?: string | null | undefined;
        readonly configured_targets?: Targets | null | undefined;
        /** The old values: the flag's own in `data`, its targeting in `context`. */
        readonly previous_attributes?:
          | {
              readonly data?: PreviousFlag | null | undefined;
              readonly context?:
                | {
                    readonly access_type?: string | null | undefined;
                    readonly configured_targets?: Targets | null | undefined;
                  }
                | null
                | undefined;
            }
          | null
          | undefined;
      }
    | null
    | undefined;
}

/** A flag in one environment. WorkOS's own examples leave out its state. */
export interface Flag {
  /** `flag_…`. */
  readonly id: string;
  /** Its key. */
  readonly slug: string;
  readonly name?: string | null | undefined;
  /** `"feature_flag"`, or `"flag"`. */
  readonly object?: string | null | undefined;
  readonly environment_id?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly owner?:
    | {
        readonly email?: string | null | undefined;
        readonly first_name?: string | null | undefined;
        readonly last_name?: string | null | undefined;
      }
    | null
    | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly default_value?: boolean | null | undefined;
  readonly created_at?: string | null | undefined;
  readonly updated_at?: string | null | undefined;
}

/** The old values of the fields that changed. */
export interface PreviousFlag {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly default_value?: boolean | null | undefined;
}

/** Whoever acted. */
export interface Actor {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  /** `"dashboard"`, `"api"` or `"system"`. */
  readonly source?: string | null | undefined;
}

/** The organisations and users that a flag serves by name. */
export interface Targets {
  readonly organizations?:
    | readonly { readonly id?: string | null | undefined; readonly name?: string | null | undefined }[]
    | null
    | undefined;
  readonly users?:
    | readonly { readonly id?: string | null | undefined; readonly email?: string | null | undefined }[]
    | null
    | undefined;
}
