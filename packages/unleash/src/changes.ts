import type { ChangeActor, FlagChange } from "@flaghook/core";
import { actionOf } from "./event-names.ts";
import type { UnleashEvent, UnleashPayload } from "./types.ts";

/** The user that is Unleash itself. */
const SYSTEM_USER = -1337;

/**
 * The change of an event: one. An unknown event has none.
 *
 * "Disabled" does not prove that the flag was enabled before, so `enabled` has no `before`.
 * Unleash's own pages say "deleted" for a flag that is `"archived"`.
 *
 * @example
 * ```ts
 * import { flagChanges, type UnleashEvent } from "@flaghook/unleash";
 *
 * export function report(event: UnleashEvent): string[] {
 *   return flagChanges(event).map(({ subject, action, environment }) => {
 *     return `${subject?.key} ${action} ${environment?.key ?? "everywhere"}`;
 *   });
 * }
 * ```
 */
export function flagChanges(event: UnleashEvent): readonly FlagChange[] {
  if (event.type === "unknown") return [];
  const { payload, type, dedupeKey } = event;
  const { featureName, project, environment, data, preData, createdAt } = payload;
  const action = actionOf[type];
  return [
    {
      id: `${dedupeKey}#0`,
      provider: "unleash",
      grain: grainOf(payload),
      resource: featureName ? "flag" : "other",
      action,
      rawAction: type,
      ...(featureName && { subject: { key: featureName, name: featureName } }),
      ...(project && { project: { key: project } }),
      ...(environment && { environment: { key: environment } }),
      ...((action === "enabled" || action === "disabled") && { enabled: { after: action === "enabled" } }),
      ...(preData !== undefined && preData !== null && { before: preData }),
      ...(data !== undefined && data !== null && { after: data }),
      actor: actorOf(payload),
      occurredAt: createdAt,
    },
  ];
}

/** A change request may name no flag. */
function grainOf({ featureName, environment }: UnleashPayload): FlagChange["grain"] {
  if (featureName) return environment ? "flag-environment" : "flag";
  return environment ? "environment" : "project";
}

function actorOf({ createdBy, createdByUserId: id }: UnleashPayload): ChangeActor {
  if (id === SYSTEM_USER) return { type: "system", id: String(id), ...(createdBy && { name: createdBy }) };
  const isEmail = /^[^@\s]+@[^@\s]+$/.test(createdBy);
  return {
    type: "user",
    ...(typeof id === "number" && { id: String(id) }),
    ...(createdBy && (isEmail ? { email: createdBy } : { name: createdBy })),
  };
}
