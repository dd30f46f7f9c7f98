import type { EventBase } from "@flaghook/core";

/** An event of GitLab. Narrow on `type`. */
export type GitlabEvent = FeatureFlagEvent | GitlabUnknownEvent;

/**
 * Common to every GitLab event. With a signing token the `id` is signed, and is the `dedupeKey`.
 * With a secret token it is the `Idempotency-Key` header, which anybody with the token can change.
 */
export interface GitlabEventBase extends EventBase {
  readonly provider: "gitlab";
}

/** A feature flag of a project was turned on or off. */
export interface FeatureFlagEvent extends GitlabEventBase {
  readonly type: "feature_flag";
  readonly name: "feature_flag";
  readonly payload: FeatureFlagPayload;
}

/** Any other event: a push, a pipeline and so on, by its `object_kind`. */
export interface GitlabUnknownEvent extends GitlabEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * The payload of a flag that was turned on or off. It has no time, no environment and no earlier
 * state.
 *
 * @see https://docs.gitlab.com/user/project/integrations/webhook_events/#feature-flag-events
 *   (checked 2026-11-21)
 */
export interface FeatureFlagPayload {
  readonly object_kind: "feature_flag";
  readonly object_attributes: {
    /** Not the number in the flag's URL. */
    readonly id: number;
    /** The flag's key. */
    readonly name: string;
    readonly description?: string | null | undefined;
    /** Whether the flag is on now. */
    readonly active: boolean;
  };
  readonly project?: Project | null | undefined;
  /** May be a bot, with a username like `project_1_bot`. */
  readonly user?: User | null | undefined;
  readonly user_url?: string | null | undefined;
}

/** The project of a flag. */
export interface Project {
  readonly id?: number | null | undefined;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly web_url?: string | null | undefined;
  readonly avatar_url?: string | null | undefined;
  readonly git_ssh_url?: string | null | undefined;
  readonly git_http_url?: string | null | undefined;
  readonly namespace?: string | null | undefined;
  /** 0 is private, 10 internal, 20 public. */
  readonly visibility_level?: number | null | undefined;
  readonly path_with_namespace?: string | null | undefined;
  readonly default_branch?: string | null | undefined;
  readonly ci_config_path?: string | null | undefined;
}

/** Who turned a flag on or off. */
export interface User {
  readonly id?: number | null | undefined;
  readonly name?: string | null | undefined;
  readonly username?: string | null | undefined;
  readonly avatar_url?: string | null | undefined;
  /** `"[REDACTED]"` where GitLab does not show it. */
  readonly email?: string | null | undefined;
}
