import type { ChangeActor, ChangeReference, FlagChange } from "@flaghook/core";
import type {
  AuditLogCreatedEvent,
  AuditLogCreatedPayload,
  FlagDeletedEvent,
  FlagsmithEvent,
  FlagState,
  FlagUpdatedEvent,
  MultivariateValue,
  NewVersionPublishedEvent,
  Reference,
} from "./types.ts";

/** The kind of thing that a line of the audit log is about. */
const RESOURCES: ReadonlyMap<string, FlagChange["resource"]> = /* @__PURE__ */ new Map([
  ["FEATURE", "flag"],
  ["FEATURE_STATE", "flag"],
  ["EF_VERSION", "flag"],
  ["SEGMENT", "segment"],
  ["EXPERIMENT", "experiment"],
]);

/**
 * The change of an event. Evaluations of an identity and unknown events have none.
 *
 * Flagsmith reports one change several times: a publish is a `FLAG_UPDATED` for each state and then
 * a `NEW_VERSION_PUBLISHED`, and a webhook of the organisation also gets a line of the audit log.
 * Count only one of these kinds.
 *
 * `"created"` means that there was no state before, which is also true of a flag's first version. A
 * value for one segment or identity is `"targeting-changed"`, without `enabled`: the flag itself
 * did not go on or off. A line of the audit log is prose: its action is `"unknown"`.
 *
 * @example
 * ```ts
 * import { flagChanges, type FlagsmithEvent } from "@flaghook/flagsmith";
 *
 * export function report(event: FlagsmithEvent): string[] {
 *   return flagChanges(event).map(({ subject, action, environment }) => {
 *     return `${subject?.key} ${action} in ${environment?.name}`;
 *   });
 * }
 * ```
 */
export function flagChanges(event: FlagsmithEvent): readonly FlagChange[] {
  const change = changeOf(event);
  return change === undefined
    ? []
    : [{ id: `${event.dedupeKey}#0`, provider: "flagsmith", rawAction: event.name, ...change }];
}

type Change = Omit<FlagChange, "id" | "provider" | "rawAction">;

function changeOf(event: FlagsmithEvent): Change | undefined {
  switch (event.type) {
    case "FLAG_UPDATED":
    case "FLAG_DELETED":
      return stateChange(event);
    case "NEW_VERSION_PUBLISHED":
      return versionChange(event);
    case "AUDIT_LOG_CREATED":
      return auditLogChange(event);
    default:
      return undefined;
  }
}

function stateChange({ type, payload }: FlagUpdatedEvent | FlagDeletedEvent): Change {
  const { new_state: after, previous_state: before, changed_by: by, timestamp } = payload.data;
  const state = (after ?? before)!; // the check demands one of them
  const { feature, environment } = state;
  const isOverride = isOfSome(state);
  return {
    grain: environment ? "flag-environment" : "flag",
    resource: "flag",
    action: isOverride ? "targeting-changed" : actionOf(type, before, after),
    subject: { key: feature.name, ...idOf(feature) },
    ...(feature.project && { project: referenceOf(feature.project) }),
    ...(environment && { environment: referenceOf(environment) }),
    ...(!isOverride && {
      enabled: { ...(before && { before: before.enabled }), ...(after && { after: after.enabled }) },
    }),
    ...(before && { before }),
    ...(after && { after }),
    actor: authorOf(by),
    ...timeOf(timestamp),
  };
}

/** Whether a state overrides the flag for one segment or identity. */
function isOfSome({
  identity,
  identity_identifier: identifier,
  feature_segment: segment,
}: FlagState): boolean {
  return identity != null || identifier != null || segment != null;
}

function actionOf(
  type: string,
  before: FlagState | null | undefined,
  after: FlagState | null | undefined,
): FlagChange["action"] {
  if (type === "FLAG_DELETED" || !after) return "deleted";
  if (!before) return "created";
  if (before.enabled !== after.enabled) return after.enabled ? "enabled" : "disabled";
  if (before.feature_state_value !== after.feature_state_value) return "variations-changed";
  const [old, now] = [splitOf(before), splitOf(after)];
  // Older states do not say how they were split: that is no change.
  return old === undefined || now === undefined || old === now ? "unknown" : "targeting-changed";
}

/** How many get which variation, in an order of ours. */
function splitOf({ multivariate_feature_state_values: values }: FlagState): string | undefined {
  return values ? JSON.stringify(values.map(shareOf).toSorted()) : undefined;
}

function shareOf({ multivariate_feature_option: option, percentage_allocation: share }: MultivariateValue) {
  return JSON.stringify([option?.id, option?.value, share]);
}

function versionChange({ payload: { data } }: NewVersionPublishedEvent): Change {
  const { uuid, feature, published_by: author, feature_states: after } = data;
  return {
    grain: "flag",
    resource: "flag",
    action: "published",
    subject: { key: feature.name, ...idOf(feature) },
    ...(after && { after }),
    actor: author ? userOf(author) : { type: "unknown" },
    version: uuid,
  };
}

function auditLogChange({ payload: { data } }: AuditLogCreatedEvent): Change {
  const { environment, project, log, created_date, related_object_type: type } = data;
  const resource = RESOURCES.get(type) ?? "other";
  // The id of a state or a version is not that of its flag: which flag it was, only the prose says.
  const isOfFlag = type === "FEATURE";
  const place = environment ? "environment" : "project";
  const flagPlace = environment ? "flag-environment" : "flag";
  const id = data.related_object_id;
  return {
    grain: isOfFlag ? flagPlace : place,
    resource,
    action: "unknown",
    ...((isOfFlag || resource !== "flag") && id != null && { subject: { id: String(id) } }),
    ...(project && { project: referenceOf(project) }),
    ...(environment && { environment: referenceOf(environment) }),
    summary: log,
    actor: writerOf(data),
    ...timeOf(created_date),
  };
}

function writerOf({ author, is_system_event: isSystem }: AuditLogCreatedPayload["data"]): ChangeActor {
  if (author) {
    const name = [author.first_name, author.last_name].filter(Boolean).join(" ");
    return { ...userOf(author), ...(name && { name }) };
  }
  return { type: isSystem === true ? "system" : "unknown" };
}

/** A person by the address, and an API key by its name. */
function authorOf(by: string | null | undefined): ChangeActor {
  if (!by) return { type: "unknown" };
  return by.includes("@") ? { type: "user", email: by } : { type: "api-key", name: by };
}

function userOf(user: {
  readonly id?: number | null | undefined;
  readonly email?: string | null | undefined;
}) {
  return { type: "user", ...idOf(user), ...(user.email && { email: user.email }) } as const;
}

function referenceOf(reference: Reference): ChangeReference {
  return { ...idOf(reference), ...(reference.name && { name: reference.name }) };
}

function idOf({ id }: { readonly id?: number | null | undefined }): { readonly id?: string } {
  return id == null ? {} : { id: String(id) };
}

function timeOf(text: string | null | undefined): { readonly occurredAt?: string } {
  return text ? { occurredAt: text } : {};
}
