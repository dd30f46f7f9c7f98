import type { Description, Fields } from "../model/description.ts";

/**
 * What a newer description adds, drops or says otherwise, one line each. Empty when nothing
 * differs.
 */
export function compareDescriptions(before: Description, after: Description): readonly string[] {
  return [
    ...compareKeys("event", before.events, after.events),
    ...Object.entries(after.events).flatMap(([event, { actions }]) => {
      const known = before.events[event];
      if (known === undefined) return [];
      return [
        ...compareKeys(`action ${event}.`, known.actions, actions),
        ...Object.entries(actions).flatMap(([action, fields]) =>
          compareFields(action === "" ? event : `${event}.${action}`, known.actions[action], fields),
        ),
      ];
    }),
    ...compareKeys("component", before.components, after.components),
    ...Object.entries(after.components).flatMap(([name, fields]) =>
      compareFields(name, before.components[name], fields),
    ),
  ];
}

function compareFields(owner: string, before: Fields | undefined, after: Fields): readonly string[] {
  if (before === undefined) return [];
  const changed = Object.keys(after).filter(
    (name) => before[name] !== undefined && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return [
    ...compareKeys(`field ${owner}.`, before, after),
    ...changed.map(
      (name) => `~ field ${owner}.${name}: ${JSON.stringify(before[name])} -> ${JSON.stringify(after[name])}`,
    ),
  ];
}

function compareKeys(what: string, before: object, after: object): readonly string[] {
  const name = (key: string): string => (what.endsWith(".") ? `${what}${key}` : `${what} ${key}`);
  return [
    ...Object.keys(after)
      .filter((key) => !(key in before))
      .map((key) => `+ ${name(key)}`),
    ...Object.keys(before)
      .filter((key) => !(key in after))
      .map((key) => `- ${name(key)}`),
  ];
}
