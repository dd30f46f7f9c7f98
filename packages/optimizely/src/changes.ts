import type { ChangedPath, FlagChange } from "@flaghook/core";
import type {
  ApprovalEvent,
  Change,
  ChangeAuthor,
  ChangedProperty,
  ChangeEvent,
  OptimizelyEvent,
} from "./types.ts";

const ACTIONS: ReadonlyMap<unknown, FlagChange["action"]> = /* @__PURE__ */ new Map([
  ["create", "created"],
  ["update", "updated"],
  ["delete", "deleted"],
  ["archive", "archived"],
  ["publish", "published"],
]);

const RESOURCES: ReadonlyMap<unknown, FlagChange["resource"]> = /* @__PURE__ */ new Map([
  ["flag", "flag"],
  ["audience", "segment"],
  ["experiment", "experiment"],
]);

/**
 * The changes of an event: one for a new datafile or snippet, and one for each entry of the change
 * history or of an approval. An unknown event has none.
 *
 * A datafile says which environment was published, not which flag. A ruleset or a rule does not say
 * its environment, and is never counted as a change of its flag. An approval asks for a change, or
 * decides on one: its diff was not necessarily applied.
 *
 * @example
 * ```ts
 * import { flagChanges, type OptimizelyEvent } from "@flaghook/optimizely";
 *
 * export function report(event: OptimizelyEvent): string[] {
 *   return flagChanges(event).map(({ action, summary }) => `${action}: ${summary}`);
 * }
 * ```
 */
export function flagChanges(event: OptimizelyEvent): readonly FlagChange[] {
  if (event.type === "unknown") return [];
  if (event.type !== "project.datafile_updated" && event.type !== "project.snippet_updated") {
    return event.payload.data.map((change, index) => historyChange(event, change, index));
  }
  const { project_id, timestamp, data } = event.payload;
  return [
    {
      id: `${event.dedupeKey}#0`,
      provider: "optimizely",
      grain: data.environment ? "environment" : "project",
      resource: "config",
      action: "published",
      rawAction: event.name,
      project: { id: String(project_id) },
      ...(data.environment && { environment: { name: data.environment } }),
      version: String(data.revision),
      ...timeOf(timestamp),
    },
  ];
}

function historyChange(event: ChangeEvent | ApprovalEvent, change: Change, index: number): FlagChange {
  const { entity, environment, change_type: type } = change;
  const isApproval = event.name.startsWith("project.approval_");
  const resource = RESOURCES.get(entity?.type) ?? "other";
  const place = environment ? "environment" : "project";
  const flagPlace = environment ? "flag-environment" : "flag";
  return {
    id: `${event.dedupeKey}#${index}`,
    provider: "optimizely",
    grain: resource === "flag" ? flagPlace : place,
    resource,
    action: isApproval ? "approval" : (ACTIONS.get(type) ?? "unknown"),
    rawAction: isApproval ? event.name : (type ?? event.name),
    ...(entity && {
      subject: {
        ...(entity.id != null && { id: String(entity.id) }),
        ...(entity.name && { name: entity.name }),
      },
    }),
    project: { id: String(change.project_id ?? event.payload.project_id) },
    ...(environment && { environment: { name: environment } }),
    ...(change.changes && { changes: change.changes.map(pathOf) }),
    ...(change.summary && { summary: change.summary }),
    ...(entity?.ui_url && { url: entity.ui_url }),
    ...(change.user && { actor: actorOf(change.user) }),
    ...(change.created ? { occurredAt: change.created } : timeOf(event.payload.timestamp)),
  };
}

function pathOf(changed: ChangedProperty): ChangedPath {
  return {
    path: changed.property ?? "",
    ...(Object.hasOwn(changed, "before") && { before: changed.before }),
    ...(Object.hasOwn(changed, "after") && { after: changed.after }),
  };
}

function actorOf(user: ChangeAuthor): NonNullable<FlagChange["actor"]> {
  return {
    type: "user",
    ...(user.id != null && { id: String(user.id) }),
    ...(user.email && { email: user.email }),
    ...(user.display_name && { name: user.display_name }),
  };
}

/** Seconds since 1970 as ISO 8601, or nothing where no date has that time. */
function timeOf(seconds: number | null | undefined): { readonly occurredAt?: string } {
  if (seconds == null || !(Math.abs(seconds) <= 8_640_000_000_000)) return {};
  return { occurredAt: new Date(seconds * 1000).toISOString() };
}
