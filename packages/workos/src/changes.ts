import type { ChangeActor, FlagChange } from "@flaghook/core";
import type { Actor, FlagEventName, WorkosEvent } from "./types.ts";

const ACTIONS: Readonly<Record<FlagEventName, FlagChange["action"]>> = {
  "flag.created": "created",
  "flag.updated": "metadata-changed",
  "flag.deleted": "deleted",
};

const ACTORS: ReadonlyMap<unknown, ChangeActor["type"]> = /* @__PURE__ */ new Map([
  ["dashboard", "user"],
  ["api", "api-key"],
  ["system", "system"],
] as const);

/**
 * The change of a flag in its environment: one. An event about anything else has none.
 *
 * A `flag.rule_updated` is `"enabled"` or `"disabled"` if it says what `enabled` was before, else
 * `"targeting-changed"`. `before` has the old values of what changed, and `after` the flag and its
 * context. A deleted flag is in `before`.
 *
 * @example
 * ```ts
 * import { flagChanges, type WorkosEvent } from "@flaghook/workos";
 *
 * export function report(event: WorkosEvent): string[] {
 *   return flagChanges(event).map(({ subject, action }) => `${subject?.key}: ${action}`);
 * }
 * ```
 */
export function flagChanges(event: WorkosEvent): readonly FlagChange[] {
  if (event.type === "unknown") return [];
  const { data, context, created_at: occurredAt } = event.payload;
  const { id, slug: key, name, tags, environment_id: environment } = data;
  const isDeleted = event.type === "flag.deleted";
  const before = isDeleted ? data : context?.previous_attributes;
  const enabled = enabledOf(event);
  return [
    {
      id: `${event.dedupeKey}#0`,
      provider: "workos",
      grain: environment ? "flag-environment" : "flag",
      resource: "flag",
      action: event.type === "flag.rule_updated" ? ruleActionOf(enabled) : ACTIONS[event.type],
      rawAction: event.name,
      subject: { key, id, ...(name && { name }), ...(tags && { tags }) },
      ...(environment && { environment: { id: environment } }),
      ...(enabled && { enabled }),
      ...(before && { before }),
      ...(!isDeleted && { after: { data, ...(context && { context }) } }),
      ...(context?.actor && { actor: actorOf(context.actor) }),
      ...(occurredAt && { occurredAt }),
    },
  ];
}

/** Only what was said: WorkOS's own examples do not say whether a flag is on. */
function enabledOf(event: Exclude<WorkosEvent, { readonly type: "unknown" }>): FlagChange["enabled"] {
  if (event.type === "flag.deleted") return undefined;
  const previous =
    event.type === "flag.rule_updated"
      ? event.payload.context?.previous_attributes?.data
      : event.payload.context?.previous_attributes;
  const [before, after] = [previous?.enabled, event.payload.data.enabled];
  if (typeof before !== "boolean" && typeof after !== "boolean") return undefined;
  return {
    ...(typeof before === "boolean" && { before }),
    ...(typeof after === "boolean" && { after }),
  };
}

function ruleActionOf(enabled: FlagChange["enabled"]): FlagChange["action"] {
  if (enabled?.before === undefined) return "targeting-changed";
  const isOn = enabled.after ?? !enabled.before; // it is listed because it changed
  return isOn ? "enabled" : "disabled";
}

function actorOf({ id, name, source }: Actor): ChangeActor {
  return { type: ACTORS.get(source) ?? "unknown", ...(id && { id }), ...(name && { name }) };
}
