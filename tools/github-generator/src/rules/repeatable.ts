import type { Description, FieldNode, Fields, TypeNode } from "../model/description.ts";
import { repeatableByOverlay } from "./overlays.ts";

/** Where an event happened and who did it. Their times move for reasons of their own, if at all. */
const CONTEXT = new Set(["enterprise", "installation", "organization", "repository", "sender"]);

/**
 * Events that are about the repository itself or push to it: its own times move with each of them.
 */
const MOVES_REPOSITORY = new Set(["create", "delete", "fork", "public", "push", "repository", "watch"]);

/** People, teams and the like: their ids and times are not the event's. */
const ACTORS = new Set([
  "App",
  "Enterprise",
  "Organization",
  "Repository",
  "RepositorySummary",
  "Team",
  "User",
]);

/**
 * A field that is another at every occurrence: a time that any change moves, or the hash of new
 * content.
 */
const MOVING =
  /^(updated_at|submitted_at|completed_at|starred_at|effective_date|date|timestamp|since|sha|head_sha)$/;

/** Actions that happen at most once to a thing with an id of its own. */
const ONCE = new Set([
  "approved", "cancelled", "checks_requested", "completed", "create", "created", "deleted", "denied", "in_progress", "member_invited", "opened",
  "published", "queued", "rejected", "reported", "requested", "response_dismissed", "response_submitted", "waiting",
]); // prettier-ignore

/**
 * Actions of an event whose payload holds nothing that differs between two occurrences, so that
 * equal bytes may be two events.
 *
 * Looked for: a time that moves, or a hash, in what the event is about; and for an action that can
 * happen only once in the life of its subject, the subject's id. What stands in the repository or
 * the sender counts only where the event moves it.
 */
export function repeatableActions(description: Description, event: string): boolean | readonly string[] {
  const overlay = repeatableByOverlay();
  const { actions } = description.events[event]!;
  const found = Object.entries(actions).filter(([action, fields]) => {
    if (overlay.has(`${event}.${action}`) || overlay.has(event)) return true;
    return !differs(description, event, action, fields);
  });
  if (found.length === 0) return false;
  return found.length === Object.keys(actions).length ? true : found.map(([action]) => action);
}

function differs(description: Description, event: string, action: string, fields: Fields): boolean {
  if (MOVES_REPOSITORY.has(event)) return true;
  const search = (name: string, type: TypeNode, seen: readonly string[]): boolean => {
    if (type.array !== undefined) return search(name, type.array, seen);
    const { component } = type;
    if (component !== undefined && (seen.includes(component) || (ACTORS.has(component) && name !== event)))
      return false;
    const inner = component === undefined ? type.fields : description.components[component];
    const path = component === undefined ? seen : [...seen, component];
    return Object.entries(inner ?? {}).some(
      ([key, field]) => isThere(field) && (moves(key, field, action) || search(key, field, path)),
    );
  };
  return Object.entries(fields).some(
    ([name, field]) =>
      (!CONTEXT.has(name) || name === event) && (moves(name, field, action) || search(name, field, [])),
  );
}

/** A field that hardly any variant requires cannot be counted on. */
function isThere(field: FieldNode): boolean {
  return (field.required ?? 1) >= 0.5;
}

function moves(name: string, field: TypeNode, action: string): boolean {
  if (field.is === undefined) return false; // documented as null
  if (MOVING.test(name)) return true;
  if (ONCE.has(action) && name === "id") return true;
  // The time of this very action: "archived_at" of "archived" and of "unarchived".
  return name.endsWith("_at") && action.includes(name.slice(0, -3).slice(0, 5));
}
