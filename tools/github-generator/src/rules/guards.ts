import type { Description, EventNode, Fields } from "../model.ts";
import { neverDocumented } from "./overlays.ts";
import { loosened, type EventShape, type ShapeFields, type ShapeNode, type Shapes } from "../shapes.ts";

/** Shapes without the keys that are found here. */
export type Unguarded = Pick<Shapes, "components"> & {
  readonly events: Readonly<Record<string, Omit<EventShape, "absent" | "repeatable">>>;
};

/** Where an event happened and who did it: any event may say so tomorrow. */
export const CONTEXT = new Set(["enterprise", "installation", "organization", "repository", "sender"]);

/** Words that any event may come to use. */
export const GENERIC = new Set(["description", "id", "name", "number", "reason", "state", "type", "url"]);

/**
 * Words that an event may come to use, though it is less likely: they are keys only where there is
 * no other.
 */
const LAST_RESORT = new Set([
  "account", "branches", "build", "changes", "comment", "commits", "deployment", "key", "label", "location", "member", "pages", "ref",
  "rule", "status", "team",
]); // prettier-ignore

/**
 * Finds, per event, the keys that must not be there.
 *
 * The header that names the event is not signed, so whoever holds a genuine delivery can send it
 * again under another name. Checks that ask for little would let it pass. So for each event B, and
 * each other event A with an action in common, it is asked whether a payload of A could pass as B.
 * If so, B gets a key to refuse. The key must be
 *
 * 1. one that every payload of A has and that is never `null`, by its description;
 * 2. one that no action of B documents, in any description;
 * 3. neither a word that any event may come to use nor one that merely says where an event happened
 *    or who did it, unless that is what A is about;
 * 4. none of the words that an event may come to use, if there is a choice;
 * 5. the subject of A if there is a choice: a key named like the event, or else one that holds an
 *    object.
 *
 * A field that GitHub adds to B cannot be refused by that, unless it adds what another event is
 * about.
 */
export function guardKeys(
  description: Description,
  shapes: Unguarded,
): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.keys(shapes.events).map((event) => [event, keysAgainst(event, description, shapes)]));
}

/**
 * Pairs [A, B] where a payload of A can still pass as B: nothing that is documented tells them
 * apart.
 */
export function remainingPairs(
  description: Description,
  shapes: Unguarded,
  absent: (event: string) => readonly string[],
): readonly (readonly [string, string])[] {
  const names = Object.keys(shapes.events);
  return names.flatMap((target) =>
    names
      .filter(
        (other) =>
          other !== target && actionsThatPass(other, target, absent(target), description, shapes).length > 0,
      )
      .map((other) => [other, target] as const),
  );
}

function keysAgainst(target: string, description: Description, shapes: Unguarded): readonly string[] {
  // What an overlay keeps from counting was described all the same: it may be there.
  const documented = new Set([
    ...Object.values(description.events[target]!.actions).flatMap((fields) => Object.keys(fields)),
    ...neverDocumented(target),
  ]);
  const chosen: string[] = [];
  for (;;) {
    const votes = new Map<string, number>();
    for (const other of Object.keys(shapes.events)) {
      if (other === target) continue;
      for (const action of actionsThatPass(other, target, chosen, description, shapes)) {
        const keys = alwaysThere(other, action, description, shapes).filter(
          (key) => !documented.has(key) && !GENERIC.has(key) && (!CONTEXT.has(key) || key === other),
        );
        const unlikely = keys.filter((key) => !LAST_RESORT.has(key));
        for (const key of unlikely.length > 0 ? unlikely : keys) {
          votes.set(key, (votes.get(key) ?? 0) + weight(key, other, description.events[other]!, action));
        }
      }
    }
    const best = [...votes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0];
    if (best === undefined) return chosen.sort();
    chosen.push(best[0]);
  }
}

/** The subject of an event counts most, then other objects, then the rest. */
function weight(key: string, event: string, node: EventNode, action: string): number {
  if (key === event || event.startsWith(`${key}_`) || event.endsWith(`_${key}`)) return 4;
  const field = node.actions[action]![key]!;
  return field.is === undefined ? 3 : 1;
}

function alwaysThere(
  event: string,
  action: string,
  description: Description,
  shapes: Unguarded,
): readonly string[] {
  const { fields, only } = shapes.events[event]!;
  const demanded: ShapeFields = { ...fields, ...only[action] };
  return Object.entries(description.events[event]!.actions[action]!).flatMap(([key, field]) =>
    isThere(field) || (demanded[key]?.optional === false && !demanded[key].nullable) ? [key] : [],
  );
}

/** Null is no less than absence to a check that refuses a key. */
function isThere(field: Fields[string]): boolean {
  return field.required === 1 && !field.nullable;
}

/** Actions of `other` whose payloads would pass as `target`. */
function actionsThatPass(
  other: string,
  target: string,
  absent: readonly string[],
  description: Description,
  shapes: Unguarded,
): readonly string[] {
  const shape = shapes.events[target]!;
  return Object.entries(description.events[other]!.actions).flatMap(([action, fields]) => {
    // A caller can give repository_dispatch any action, that of the target too. An event without actions refuses them.
    const hasAction = action !== "";
    const wantsAction = shape.freeAction || shape.actions.length > 0;
    if (hasAction !== wantsAction) return [];
    if (hasAction && action !== "*" && !shape.freeAction && !shape.actions.includes(action)) return [];
    const always = alwaysThere(other, action, description, shapes);
    if (absent.some((key) => always.includes(key))) return [];
    const candidates = action === "*" ? shape.actions : [action];
    const passes = (name: string): boolean =>
      canPass(fields, { ...shape.fields, ...shape.only[name] }, description, shapes, 0);
    return (candidates.length === 0 ? passes("") : candidates.some(passes)) ? [action] : [];
  });
}

/**
 * Whether an object of these documented fields could pass where these are demanded. In doubt it
 * could.
 */
function canPass(
  given: Fields,
  wanted: ShapeFields,
  description: Description,
  shapes: Unguarded,
  depth: number,
): boolean {
  return Object.entries(wanted).every(([key, field]) => {
    const there = given[key];
    if (there === undefined) return field.optional;
    if (field.optional && (there.required ?? 0) < 1) return true;
    if (there.nullable && (field.optional || field.nullable)) return true;
    return canHold(there, field, description, shapes, depth);
  });
}

function canHold(
  there: Fields[string],
  wanted: ShapeNode,
  description: Description,
  shapes: Unguarded,
  depth: number,
): boolean {
  if (there.is?.includes("any") || wanted.is?.includes("any") || depth > 6) return true;
  if (there.is?.some((kind) => wanted.is?.includes(kind))) return true;
  if (there.array !== undefined && wanted.array !== undefined) return true;
  const object = fieldsOf(there, description);
  const fields = wanted.component === undefined ? wanted.fields : shapes.components[wanted.component]!.fields;
  const demands = fields !== undefined && wanted.loose ? loosened(fields) : fields;
  if (object === undefined) return there.map !== undefined && (demands ?? wanted.bag) !== undefined;
  if (demands === undefined) return wanted.bag === true;
  return canPass(object, demands, description, shapes, depth + 1);
}

function fieldsOf(type: Fields[string], description: Description): Fields | undefined {
  return type.component === undefined ? type.fields : description.components[type.component];
}
