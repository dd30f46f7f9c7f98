import type { EventBase } from "@flaghook/core";

/** An event of Optimizely. Narrow on `type`. */
export type OptimizelyEvent =
  | DatafileUpdatedEvent
  | SnippetUpdatedEvent
  | ChangeEvent
  | ApprovalEvent
  | OptimizelyUnknownEvent;

/** Common to every Optimizely event. No `id`: Optimizely sends none. */
export interface OptimizelyEventBase extends EventBase {
  readonly provider: "optimizely";
}

/**
 * A datafile was rebuilt: fetch it anew, from `datafileUrl(event)`. Any change in any environment
 * can be the cause.
 */
export interface DatafileUpdatedEvent extends OptimizelyEventBase {
  readonly type: "project.datafile_updated";
  readonly name: "project.datafile_updated";
  readonly payload: DatafileUpdatedPayload;
}

/** The snippet of a Web Experimentation project was rebuilt. */
export interface SnippetUpdatedEvent extends OptimizelyEventBase {
  readonly type: "project.snippet_updated";
  readonly name: "project.snippet_updated";
  readonly payload: SnippetUpdatedPayload;
}

/** Something in the project changed. `payload.data` lists the entries of the change history. */
export interface ChangeEvent extends OptimizelyEventBase {
  readonly type: ChangeEventName;
  readonly name: ChangeEventName;
  readonly payload: ChangePayload;
}

/** A change was put up for approval, decided or withdrawn. */
export interface ApprovalEvent extends OptimizelyEventBase {
  readonly type: ApprovalEventName;
  readonly name: ApprovalEventName;
  readonly payload: ApprovalPayload;
}

/** A signed event of a name that Optimizely's API description does not list. */
export interface OptimizelyUnknownEvent extends OptimizelyEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * Names of the change-history events.
 *
 * @see https://docs.developers.optimizely.com/feature-experimentation/docs/configure-webhooks
 *   (checked 2026-11-21)
 */
export type ChangeEventName =
  | "project.attribute_created"
  | "project.attribute_updated"
  | "project.attribute_deleted"
  | "project.attribute_archived"
  | "project.audience_created"
  | "project.audience_updated"
  | "project.audience_archived"
  | "project.environment_created"
  | "project.environment_updated"
  | "project.environment_archived"
  | "project.event_created"
  | "project.event_updated"
  | "project.event_deleted"
  | "project.event_archived"
  | "project.flag_created"
  | "project.flag_updated"
  | "project.flag_deleted"
  | "project.flag_archived"
  | "project.project_setting_created"
  | "project.project_setting_updated"
  | "project.project_setting_deleted"
  | "project.ruleset_created"
  | "project.ruleset_updated"
  | "project.ruleset_deleted"
  | "project.rule_created"
  | "project.rule_updated"
  | "project.rule_deleted"
  | "project.variation_created"
  | "project.variation_updated"
  | "project.variation_deleted"
  | "project.variation_archived"
  | "project.variable_created"
  | "project.variable_updated"
  | "project.variable_deleted"
  | "project.group_created"
  | "project.group_updated"
  | "project.group_deleted"
  | "project.group_archived";

/**
 * Names of the approval events. An update is an approval, a rejection or a withdrawal.
 *
 * @see https://docs.developers.optimizely.com/feature-experimentation/docs/change-approval-webhooks
 *   (checked 2026-11-21)
 */
export type ApprovalEventName =
  | "project.approval_created"
  | "project.approval_updated"
  | "project.approval_archived";

/** Common to every payload. None has an SDK key: map the project, and the environment, to yours. */
export interface OptimizelyPayloadBase {
  readonly project_id: number;
  /** Unix time in seconds. */
  readonly timestamp?: number | null | undefined;
}

/**
 * A new revision of a datafile.
 *
 * @see https://docs.developers.optimizely.com/feature-experimentation/docs/create-webhooks (checked
 *   2026-11-21)
 */
export interface DatafileUpdatedPayload extends OptimizelyPayloadBase {
  readonly event: "project.datafile_updated";
  readonly data: {
    /** Rises with each rebuild. */
    readonly revision: number;
    /** Where the datafile is served. Use `datafileUrl(event)`, which checks the host. */
    readonly cdn_url: string;
    readonly origin_url?: string | null | undefined;
    /** Absent in the oldest deliveries. */
    readonly environment?: string | null | undefined;
  };
}

/** A new revision of a project's snippet. */
export interface SnippetUpdatedPayload extends OptimizelyPayloadBase {
  readonly event: "project.snippet_updated";
  readonly data: {
    /** Rises with each rebuild. */
    readonly revision: number;
    /** Where the snippet is served. Use `datafileUrl(event)`, which checks the host. */
    readonly cdn_url: string;
    readonly origin_url?: string | null | undefined;
    readonly environment?: string | null | undefined;
  };
}

/** Entries of the change history. */
export interface ChangePayload extends OptimizelyPayloadBase {
  readonly event: ChangeEventName;
  readonly data: readonly Change[];
}

/** Changes that wait for approval, or that were decided on. */
export interface ApprovalPayload extends OptimizelyPayloadBase {
  readonly event: ApprovalEventName;
  readonly data: readonly Change[];
}

/**
 * One entry of the change history. Only partly documented: nothing is sure but that it is an
 * object.
 *
 * @see https://docs.developers.optimizely.com/feature-experimentation/docs/configure-webhooks
 *   (checked 2026-11-21)
 */
export interface Change {
  readonly id?: number | string | null | undefined;
  readonly project_id?: number | null | undefined;
  /** ISO 8601 in UTC with microseconds. */
  readonly created?: string | null | undefined;
  readonly summary?: string | null | undefined;
  /** `"ui"` or `"api"`. */
  readonly source?: string | null | undefined;
  /**
   * `"create"`, `"update"`, `"archive"`, `"delete"` or `"publish"`: not the ending of the event's
   * name.
   */
  readonly change_type?: string | null | undefined;
  readonly entity?: ChangedEntity | null | undefined;
  readonly changes?: readonly ChangedProperty[] | null | undefined;
  readonly user?: ChangeAuthor | null | undefined;
  /** Documented for approvals only. */
  readonly environment?: string | null | undefined;
}

/** The entity of a change. */
export interface ChangedEntity {
  readonly id?: number | string | null | undefined;
  readonly name?: string | null | undefined;
  /** `"flag"`, `"ruleset"` and so on. */
  readonly type?: string | null | undefined;
  readonly sub_type?: string | null | undefined;
  readonly api_url?: string | null | undefined;
  readonly ui_url?: string | null | undefined;
  readonly is_deleted?: boolean | null | undefined;
}

/** One property before and after. An added one has no `before`, a removed one no `after`. */
export interface ChangedProperty {
  readonly property?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who made a change. */
export interface ChangeAuthor {
  readonly id?: number | string | null | undefined;
  readonly email?: string | null | undefined;
  readonly display_name?: string | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly profile_image_url?: string | null | undefined;
}
