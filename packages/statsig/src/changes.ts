import type { ChangeActor, FlagChange } from "@flaghook/core";
import { loggedEvents } from "./logged-events.ts";
import type { LoggedEvent, ReviewPayload, StatsigEvent, StatsigPrecommitEvent } from "./types.ts";

/** Statsig's words for its things, without anything but lower-case letters. */
const RESOURCES: ReadonlyMap<string, FlagChange["resource"]> = new Map([
  ["gate", "flag"],
  ["experiment", "experiment"],
  ["dynamicconfig", "config"],
  ["layer", "config"],
  ["paramstore", "config"],
  ["segment", "segment"],
]);

/**
 * The changes in a batch: one for each change in the console, none for exposures and events of your
 * own. A review of the pre-commit webhook is one, an `"approval"`.
 *
 * Statsig describes an update only in prose: its action is `"unknown"`, and the prose is its
 * `summary`.
 *
 * @example
 * ```ts
 * import { flagChanges, type StatsigEvent } from "@flaghook/statsig";
 *
 * export function report(event: StatsigEvent): string[] {
 *   return flagChanges(event).map(({ subject, rawAction }) => `${subject?.key}: ${rawAction}`);
 * }
 * ```
 */
export function flagChanges(event: StatsigEvent | StatsigPrecommitEvent): readonly FlagChange[] {
  if (event.type === "unknown") return [];
  const { dedupeKey } = event;
  if (event.type === "review") return [reviewOf(event.payload, `${dedupeKey}#0`)];
  return loggedEvents(event.payload)
    .filter(({ eventName }) => eventName === "statsig::config_change")
    .map((logged, index) => changeOf(logged, `${dedupeKey}#${index}`));
}

function changeOf({ metadata, timestamp, user, userID }: LoggedEvent, id: string): FlagChange {
  const field = (name: string): string | undefined => textOf(metadata, name);
  const [type, action, name] = [field("type"), field("action"), field("name")];
  const [projectId, projectName, summary] = [field("projectID"), field("projectName"), field("description")];
  const environments = (field("environments") ?? field("environment") ?? "").split(",").filter(Boolean);
  const tags: unknown = metadata && Object.hasOwn(metadata, "tags") ? metadata["tags"] : undefined;
  const occurredAt = timeOf(timestamp);
  return {
    id,
    provider: "statsig",
    grain: "flag",
    resource: resourceOf(type),
    action: action === "created" || action === "deleted" ? action : "unknown",
    rawAction: `${type ?? "unknown"}.${action ?? "unknown"}`,
    subject: { ...(name && { key: name, name }), ...(isTexts(tags) && { tags }) },
    ...((projectId || projectName) && {
      project: { ...(projectId && { id: projectId }), ...(projectName && { name: projectName }) },
    }),
    ...(environments.length === 1 && { environment: { key: environments[0]! } }),
    ...(summary && { summary }),
    actor: actorOf(user, userID),
    ...(occurredAt && { occurredAt }),
  };
}

function reviewOf(payload: ReviewPayload, id: string): FlagChange {
  const { committer, config_type: kind, config_name: config, experiment_name: experiment, type } = payload;
  const { old_config: oldConfig, new_config: newConfig } = payload;
  const { old_experiment: before = oldConfig, new_experiment: after = newConfig } = payload;
  const name = config ?? experiment;
  return {
    id,
    provider: "statsig-precommit",
    grain: "flag",
    resource: resourceOf(kind),
    action: "approval",
    rawAction: type ?? "unknown",
    subject: { ...(name && { key: name, name }) },
    ...(before !== undefined && before !== null && { before }),
    ...(after !== undefined && after !== null && { after }),
    ...(type && { summary: type }),
    actor: committer ? { type: "user", email: committer } : { type: "unknown" },
  };
}

function resourceOf(type: string | null | undefined): FlagChange["resource"] {
  return RESOURCES.get((type ?? "").toLowerCase().replace(/[^a-z]/g, "")) ?? "other";
}

function actorOf(user: LoggedEvent["user"], userID: string | null | undefined): ChangeActor {
  const id = user?.userID ?? userID;
  if (!id && !user?.email && !user?.name) return { type: "unknown" };
  return {
    type: "user",
    ...(id && { id }),
    ...(user?.email && { email: user.email }),
    ...(user?.name && { name: user.name }),
  };
}

function timeOf(timestamp: number | string | null | undefined): string | undefined {
  const isText = typeof timestamp === "string";
  const time = new Date(
    isText ? (/^\d+$/.test(timestamp) ? Number(timestamp) : timestamp) : (timestamp ?? NaN),
  );
  return Number.isFinite(Number(time)) ? time.toISOString() : undefined;
}

function textOf(metadata: LoggedEvent["metadata"], name: string): string | undefined {
  const value = metadata && Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
