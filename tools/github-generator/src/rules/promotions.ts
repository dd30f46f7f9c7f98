import { sightingOf, type Evidence } from "../read/evidence.ts";
import type { Defence, Unguarded } from "./can-pass.ts";
import { findConfusions } from "./confusions.ts";
import { CONTEXT, GENERIC } from "./guards.ts";
import type { Description, FieldNode, Fields } from "../model/description.ts";
import type { ShapeField, ShapeFields } from "../model/shapes.ts";

/**
 * Finds the keys that must be there to tell an event from those that keys which must not be there
 * could not keep out: a key that every payload of the event has, by its description and in every
 * sample, and that the other event's payload does not document. Where the payloads agree at the
 * top, their subjects are searched, one level down.
 */
export function promoteKeys(
  description: Description,
  evidence: Evidence,
  shapes: Unguarded,
  defences: ReadonlyMap<string, Defence>,
): Unguarded {
  let promoted = shapes;
  const confusions = findConfusions(description, shapes, (event) => defences.get(event)!);
  for (const { from: other, to: target } of confusions) {
    const candidates = commonFields(description, target);
    const theirs = commonFields(description, other);
    const { fields } = promoted.events[target]!;
    const key = tellingKey(target, candidates, theirs, fields, evidence);
    if (key !== undefined) {
      promoted = demandInEvent(promoted, target, key);
      continue;
    }
    for (const [name, field] of Object.entries(candidates)) {
      const component = field.component;
      const their = theirs[name]?.component;
      if (
        component === undefined ||
        their === undefined ||
        component === their ||
        isShared(description, component, target)
      )
        continue;
      const inner = promoted.components[component]!.fields;
      const innerKey = tellingKey(
        component,
        description.components[component]!,
        description.components[their]!,
        inner,
        evidence,
      );
      if (innerKey !== undefined) promoted = demandInComponent(promoted, component, innerKey);
    }
  }
  return promoted;
}

function tellingKey(
  path: string,
  ours: Fields,
  theirs: Fields,
  shape: ShapeFields,
  evidence: Evidence,
): string | undefined {
  const isTelling = ([key, field]: readonly [string, FieldNode]): boolean =>
    theirs[key] === undefined &&
    field.required === 1 &&
    !field.late &&
    !CONTEXT.has(key) &&
    !GENERIC.has(key) &&
    shape[key] !== undefined &&
    sightingOf(evidence, `${path}.${key}`).kinds.missing === undefined;
  const telling = Object.entries(ours)
    .filter(isTelling)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // The one with a value first: of a key that may be null little is left.
  return (telling.find(([, field]) => !field.nullable) ?? telling[0])?.[0];
}

/** Fields that every action documents. */
function commonFields(description: Description, event: string): Fields {
  const [first = {}, ...rest] = Object.values(description.events[event]!.actions);
  return Object.fromEntries(
    Object.entries(first).filter(([key]) => rest.every((fields) => fields[key]?.required === 1)),
  );
}

/**
 * Whether another event's payloads hold the component too: they would be bound by the same demand.
 */
function isShared(description: Description, component: string, event: string): boolean {
  const uses = (fields: Fields): boolean => JSON.stringify(fields).includes(`"component":"${component}"`);
  const inEvents = Object.entries(description.events).some(
    ([name, { actions }]) => name !== event && Object.values(actions).some(uses),
  );
  return inEvents || Object.values(description.components).some(uses);
}

function demandInEvent(shapes: Unguarded, event: string, key: string): Unguarded {
  const node = shapes.events[event]!;
  return { ...shapes, events: { ...shapes.events, [event]: { ...node, fields: demand(node.fields, key) } } };
}

function demandInComponent(shapes: Unguarded, component: string, key: string): Unguarded {
  const fields = demand(shapes.components[component]!.fields, key);
  return { ...shapes, components: { ...shapes.components, [component]: { fields } } };
}

function demand(fields: ShapeFields, key: string): ShapeFields {
  // The key has to be there; null says no less.
  const field: ShapeField = { ...fields[key]!, nullable: true, optional: false };
  return { ...fields, [key]: field };
}
