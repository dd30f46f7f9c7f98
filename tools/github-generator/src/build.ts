import type { Evidence } from "./read/evidence.ts";
import { guardKeys, type Unguarded } from "./rules/guards.ts";
import { loosen } from "./rules/leniency.ts";
import type { Description } from "./model.ts";
import { VARIANTS } from "./rules/overlays.ts";
import { promoteKeys } from "./rules/promotions.ts";
import { repeatableActions } from "./rules/repeatable.ts";
import { demandsAny, type ComponentShape, type Shapes } from "./shapes.ts";

/** Everything that is generated, from the corrected description and what samples showed. */
export function buildShapes(description: Description, evidence: Evidence): Shapes {
  const demanded = loosen(description, evidence);
  const loose = settled(promoteKeys(description, evidence, demanded, guardKeys(description, demanded)));
  const guards = guardKeys(description, loose); // what is demanded by now needs no key against it
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
        { ...event, absent: guards.get(name)!, repeatable: repeatableActions(description, name) },
      ]),
    ),
  };
}

/** A component of which nothing is demanded is the same everywhere. */
function settled(shapes: Unguarded): Unguarded {
  const isLoose = (name: string): boolean => !demandsAny(shapes.components[name]!.fields);
  const text = JSON.stringify(shapes, (_, node: unknown) => {
    const { component } = (node ?? {}) as { component?: unknown };
    return typeof component === "string" && isLoose(component) ? { ...(node as object), loose: true } : node;
  });
  return JSON.parse(text) as Unguarded;
}

/**
 * Names of the components that some payload holds. What an overlay made untyped may leave others
 * without a use.
 */
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
