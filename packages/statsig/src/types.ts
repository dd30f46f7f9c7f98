import type { EventBase } from "@flaghook/core";

/** An event of Statsig: a batch, from its event webhook. Narrow on `type`. */
export type StatsigEvent = BatchEvent | StatsigUnknownEvent;

/** Common to every event. The `dedupeKey` is a digest of the body: Statsig sends no id. */
export interface StatsigEventBase extends EventBase {
  readonly provider: "statsig";
}

/** A list of exposures, changes in the console and events of your own. */
export interface BatchEvent extends StatsigEventBase {
  readonly type: "batch";
  readonly name: "batch";
  readonly payload: BatchPayload;
}

/** Never given: a signed body that is not a batch is refused. Here since every provider has it. */
export interface StatsigUnknownEvent extends StatsigEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * A batch, in `data` or bare. `loggedEvents` gives its entries from either.
 *
 * @see https://docs.statsig.com/integrations/event_webhook (checked 2026-11-21)
 */
export type BatchPayload = { readonly data: readonly LoggedEvent[] } | readonly LoggedEvent[];

/** One entry of a batch. Only its name is always there. */
export interface LoggedEvent {
  /** `"statsig::config_change"`, `"statsig::gate_exposure"` and so on, or a name of your own. */
  readonly eventName: string;
  /** Unix time in milliseconds, as a number or a text. */
  readonly timestamp?: number | string | null | undefined;
  /** Absent when no person acted. */
  readonly user?: LoggedUser | null | undefined;
  readonly userID?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Whoever acted or was exposed. */
export interface LoggedUser {
  readonly userID?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** An event of Statsig's pre-commit webhook. Narrow on `type`. */
export type StatsigPrecommitEvent = ReviewEvent | StatsigPrecommitUnknownEvent;

/** Common to every event of the pre-commit webhook. None of it is signed. */
export interface StatsigPrecommitEventBase extends EventBase {
  readonly provider: "statsig-precommit";
}

/** A change waits for your decision: post it to Statsig's API within two minutes. */
export interface ReviewEvent extends StatsigPrecommitEventBase {
  readonly type: "review";
  readonly name: "review";
  readonly payload: ReviewPayload;
}

/** Never given: a body that is not a review is refused. Here since every provider has it. */
export interface StatsigPrecommitUnknownEvent extends StatsigPrecommitEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * A change before it is made.
 *
 * @see https://docs.statsig.com/guides/pre-commit-webhooks (checked 2026-11-21)
 */
export interface ReviewPayload {
  /** Send it back with your decision. */
  readonly review_id: string;
  readonly submitter?: string | null | undefined;
  readonly committer?: string | null | undefined;
  /** `"gate"`, `"dynamic_config"`, `"segment"` or `"experiment"`. */
  readonly config_type?: string | null | undefined;
  readonly config_name?: string | null | undefined;
  readonly experiment_name?: string | null | undefined;
  /** `"rules"`, `"start_experiment"` and so on. */
  readonly type?: string | null | undefined;
  readonly old_config?: unknown;
  readonly new_config?: unknown;
  readonly old_experiment?: unknown;
  readonly new_experiment?: unknown;
}
