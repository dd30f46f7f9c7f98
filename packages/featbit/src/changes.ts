import type { ChangeActor, ChangeReference, FlagChange } from "@flaghook/core";
import { unescapeHtml } from "./unescape-html.ts";
import type { FeatbitEvent, FeatureFlagEvent, Reference, SegmentEvent } from "./types.ts";

/** FeatBit's words, except `toggled`, which does not say in which direction. */
const ACTIONS: ReadonlyMap<string, FlagChange["action"]> = /* @__PURE__ */ new Map([
  ["feature_flag.created", "created"],
  ["feature_flag.archived", "archived"],
  ["feature_flag.restored", "restored"],
  ["feature_flag.variation_changed", "variations-changed"],
  ["feature_flag.off_variation_changed", "variations-changed"],
  ["feature_flag.default_rule_changed", "targeting-changed"],
  ["feature_flag.target_users_changed", "targeting-changed"],
  ["feature_flag.targeting_rules_changed", "targeting-changed"],
  ["feature_flag.basic_info_updated", "metadata-changed"],
  ["feature_flag.deleted", "deleted"],
  ["segment.created", "created"],
  ["segment.archived", "archived"],
  ["segment.restored", "restored"],
  ["segment.rules_changed", "targeting-changed"],
  ["segment.target_users_changed", "targeting-changed"],
  ["segment.basic_info_updated", "metadata-changed"],
  ["segment.deleted", "deleted"],
]);

const TOGGLED = "feature_flag.toggled";

/**
 * The changes of an event: one for each name in `events`, with the same flag or segment. An unknown
 * event has none.
 *
 * A toggled flag is `"enabled"` or `"disabled"` by its state, and was the opposite before. FeatBit
 * sends no keys of projects and environments. Names come without their HTML escapes.
 *
 * @example
 * ```ts
 * import { flagChanges, type FeatbitEvent } from "@flaghook/featbit";
 *
 * export function report(event: FeatbitEvent): string[] {
 *   return flagChanges(event).map(({ subject, action }) => `${subject?.key}: ${action}`);
 * }
 * ```
 */
export function flagChanges(event: FeatbitEvent): readonly FlagChange[] {
  if (event.type === "unknown") return [];
  return event.events.map((name, index) => changeOf(event, name, index));
}

function changeOf(event: FeatureFlagEvent | SegmentEvent, name: string, index: number): FlagChange {
  const { data, project, environment, changes, operator, happenedAt } = event.payload;
  const object = data?.object;
  const isDeleted = name === `${event.type}.deleted`;
  const isEnabled =
    event.type === "feature_flag" ? booleanOf(event.payload.data?.object?.isEnabled) : undefined;
  const toggled = isEnabled === true ? "enabled" : "disabled";
  const [subject, inProject, inEnvironment] = [
    subjectOf(event),
    referenceOf(project),
    referenceOf(environment),
  ];
  const summary = changes?.join("; ");
  return {
    id: `${event.dedupeKey}#${index}`,
    provider: "featbit",
    grain: grainOf(subject !== undefined, inEnvironment !== undefined),
    resource: event.type === "segment" ? "segment" : "flag",
    action: name === TOGGLED && isEnabled !== undefined ? toggled : (ACTIONS.get(name) ?? "unknown"),
    rawAction: name,
    ...(subject && { subject }),
    ...(inProject && { project: inProject }),
    ...(inEnvironment && { environment: inEnvironment }),
    ...(isEnabled !== undefined &&
      !isDeleted && {
        enabled: { ...(event.events.includes(TOGGLED) && { before: !isEnabled }), after: isEnabled },
      }),
    ...(object && (isDeleted ? { before: object } : { after: object })),
    ...(summary && { summary }),
    ...(operator && { actor: actorOf(unescapeHtml(operator)) }),
    ...(happenedAt && { occurredAt: happenedAt }),
  };
}

function grainOf(isOfOne: boolean, isInEnvironment: boolean): FlagChange["grain"] {
  if (isOfOne) return isInEnvironment ? "flag-environment" : "flag";
  return isInEnvironment ? "environment" : "project";
}

/** A segment has no key. */
function subjectOf({ payload }: FeatureFlagEvent | SegmentEvent): FlagChange["subject"] {
  const object = payload.data?.object;
  if (!object) return undefined;
  const { tags } = object;
  const key = "key" in object ? object.key : undefined;
  const named = referenceOf(object);
  if (!key && named === undefined) return undefined;
  return { ...(key && { key }), ...named, ...(tags && { tags }) };
}

function referenceOf(given: Reference | null | undefined): ChangeReference | undefined {
  if (!given?.id && !given?.name) return undefined;
  return { ...(given.id && { id: given.id }), ...(given.name && { name: unescapeHtml(given.name) }) };
}

function booleanOf(given: boolean | string | null | undefined): boolean | undefined {
  if (typeof given === "boolean") return given;
  const text = given?.toLowerCase();
  return text === "true" || text === "false" ? text === "true" : undefined;
}

function actorOf(operator: string): ChangeActor {
  if (operator === "System") return { type: "system" };
  return { type: "user", ...(operator.includes("@") ? { email: operator } : { name: operator }) };
}
