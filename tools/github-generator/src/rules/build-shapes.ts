import type { Evidence } from "../read/evidence.ts";
import type { Unguarded } from "./can-pass.ts";
import { guard } from "./guards.ts";
import { loosen } from "./leniency.ts";
import type { Description } from "../model/description.ts";
import { VARIANTS } from "./overlays.ts";
import { promoteKeys } from "./promotions.ts";
import { repeatableActions } from "./repeatable.ts";
import {
  differsAsSubject,
  mentioned,
  type ComponentShape,
  type ShapeFields,
  type Shapes,
} from "../model/shapes.ts";

/** Everything that is generated, from the corrected description and what samples showed. */
export function buildShapes(description: Description, evidence: Evidence): Shapes {
  const demanded = loosen(description, evidence);
  const loose = settled(promoteKeys(description, evidence, demanded, guard(description, demanded)));
  const defences = guard(description, loose); // what is demanded by now needs no key against it
  const used = reachable(loose);
  return {
    components: Object.fromEntries(
      Object.entries(loose.components)
        .filter(([name]) => used.has(name))
        .map(([name, component]) => [name, asVariant(name, component)]),
    ),
    events: Object.fromEntries(
      Object.entries(loose.events).map(([name, event]) => [
        name,
        { ...event, ...defences.get(name)!, repeatable: repeatableActions(description, name) },
      ]),
    ),
  };
}

/**
 * One form for each component that needs no second: of which no more is demanded where an event is about it, or which events
 * only mention, or never mention without being about it.
 */
function settled(shapes: Unguarded): Unguarded {
  const text = JSON.stringify(shapes);
  const isMentioned = (name: string): boolean => text.includes(`"component":"${name}","loose":true`);
  const isSubject = (name: string): boolean =>
    text.replaceAll(`"component":"${name}","loose":true`, "").includes(`"component":"${name}"`);
  const components = Object.fromEntries(
    Object.entries(shapes.components).map(([name, component]) => {
      if (!differsAsSubject(component.fields) || (isMentioned(name) && isSubject(name)))
        return [name, component];
      return [
        name,
        { fields: isMentioned(name) ? mentioned(component.fields) : asDemanded(component.fields) },
      ];
    }),
  );
  const events = JSON.stringify(shapes.events, (_, node: unknown) => {
    const { component } = (node ?? {}) as { component?: string };
    const isOne = component !== undefined && !differsAsSubject(components[component]!.fields);
    return isOne ? { ...(node as object), loose: true } : node;
  });
  return { components, events: JSON.parse(events) as Unguarded["events"] };
}

/** The fields of a component wherever it is, as an event's subject has them. */
function asDemanded(fields: ShapeFields): ShapeFields {
  const text = JSON.stringify(fields, (key, value: unknown) => (key === "ofSubject" ? undefined : value));
  return JSON.parse(text) as ShapeFields;
}

/** Names of the components that some payload holds. What an overlay made untyped may leave others without a use. */
function reachable({
  components,
  events,
}: Pick<Shapes, "components"> & { readonly events: object }): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (node: unknown): void => {
    for (const [, name] of JSON.stringify(node).matchAll(/"component":"(\w+)"/g)) {
      if (used.has(name!)) continue;
      used.add(name!);
      visit(components[name!]);
    }
  };
  visit(events);
  return used;
}

/** A component that is another one but for a few fields is written as that. */
function asVariant(name: string, component: ComponentShape): ComponentShape {
  const variant = VARIANTS.find((one) => one.name === name);
  if (variant === undefined) return component;
  const own = Object.keys(variant.fields).map((field) => [field, component.fields[field]!] as const);
  return { like: variant.of, fields: Object.fromEntries(own) };
}
