import type { Description, EventNode } from "../model/description.ts";
import { neverDocumented, refusedByOverlay } from "./overlays.ts";
import { Passing, type Defence, type Unguarded } from "./can-pass.ts";

/** Where an event happened and who did it: any event may say so tomorrow. */
export const CONTEXT = new Set(["enterprise", "installation", "organization", "repository", "sender"]);

/** Words that any event may come to use. */
export const GENERIC = new Set(["description", "id", "name", "number", "reason", "state", "type", "url"]);

/** Words that an event may come to use, though it is less likely: they are keys only where there is no other. */
const LAST_RESORT = new Set([
  "account", "branches", "build", "changes", "comment", "commits", "deployment", "key", "label", "location", "member", "pages", "ref",
  "rule", "status", "team",
]); // prettier-ignore

/**
 * Finds, per event, what keeps other events out.
 *
 * The header that names the event is not signed, so whoever holds a genuine delivery can send it again under another name.
 * Checks that ask for little would let it pass. So for each event B, and each other event A, it is asked whether a payload of
 * A could pass as B. If so, B gets a key to refuse. The key must be
 *
 * 1. one that every payload of A has, by its description, and that is not `null` there; failing that one that may be `null`,
 *    which keeps out the payloads in which it is not;
 * 2. one that no action of B documents, in any description;
 * 3. neither a word that any event may come to use nor one that merely says where an event happened or who did it, unless
 *    that is what A is about;
 * 4. none of the words that an event may come to use, if there is a choice;
 * 5. the subject of A if there is a choice: a key named like the event, or else one that holds an object.
 *
 * A field that GitHub adds to B cannot be refused by that, unless it adds what another event is about. An event without
 * actions takes any, unless that is what tells it from some other.
 */
export function guard(description: Description, shapes: Unguarded): ReadonlyMap<string, Defence> {
  const passing = new Passing(description, shapes);
  const events = Object.keys(shapes.events);
  return new Map(
    events.map((target) => {
      const absent = keysAgainst(target, passing);
      const { actions, freeAction } = shapes.events[target]!;
      const passes = (other: string): boolean =>
        other !== target && passing.actions(other, target, { absent, ignoresAction: true }).length > 0;
      const ignoresAction = actions.length === 0 && !freeAction && !events.some(passes);
      return [target, { absent, ignoresAction }];
    }),
  );
}

function keysAgainst(target: string, passing: Passing): readonly string[] {
  const { description } = passing;
  // What an overlay keeps from counting was described all the same: it may be there.
  const documented = new Set([
    ...Object.values(description.events[target]!.actions).flatMap((fields) => Object.keys(fields)),
    ...neverDocumented(target),
  ]);
  const chosen = [...refusedByOverlay(target)];
  for (const mayBeNull of [false, true]) {
    for (;;) {
      const votes = new Map<string, number>();
      for (const [other, node] of Object.entries(description.events)) {
        if (other === target) continue;
        for (const action of passing.actions(other, target, { absent: chosen, ignoresAction: false })) {
          const there = mayBeNull ? nullableKeys(node, action) : passing.alwaysThere(other, action);
          const keys = there.filter(
            (key) =>
              !documented.has(key) &&
              !chosen.includes(key) &&
              !GENERIC.has(key) &&
              (!CONTEXT.has(key) || key === other),
          );
          const unlikely = keys.filter((key) => !LAST_RESORT.has(key));
          for (const key of unlikely.length > 0 ? unlikely : keys) {
            votes.set(key, (votes.get(key) ?? 0) + weight(key, other, node, action));
          }
        }
      }
      const best = [...votes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0];
      if (best === undefined) break;
      chosen.push(best[0]);
    }
  }
  return chosen.sort();
}

/** Keys that every payload of an action has, if only with `null`. */
function nullableKeys(node: EventNode, action: string): readonly string[] {
  const fields = Object.entries(node.actions[action]!);
  return fields.flatMap(([key, field]) =>
    field.required === 1 && field.nullable && isMoreThanNull(node, key) ? [key] : [],
  );
}

/** Whether some action documents a value for the key. */
function isMoreThanNull({ actions }: EventNode, key: string): boolean {
  return Object.values(actions).some((fields) => {
    const field = fields[key] ?? {};
    return (field.is ?? field.component ?? field.fields ?? field.array ?? field.map) !== undefined;
  });
}

/** The subject of an event counts most, then other objects, then the rest. */
function weight(key: string, event: string, node: EventNode, action: string): number {
  if (key === event || event.startsWith(`${key}_`) || event.endsWith(`_${key}`)) return 4;
  const field = node.actions[action]![key]!;
  return field.is === undefined ? 3 : 1;
}
