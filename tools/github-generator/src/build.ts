import type { Evidence } from "./evidence.ts";
import { guardKeys } from "./guards.ts";
import { loosen } from "./leniency.ts";
import type { Description } from "./model.ts";
import { VARIANTS } from "./overlays.ts";
import { promoteKeys } from "./promotions.ts";
import { repeatableActions } from "./repeatable.ts";
import type { ComponentShape, Shapes } from "./shapes.ts";

/** Everything that is generated, from the corrected description and what samples showed. */
export function buildShapes(description: Description, evidence: Evidence): Shapes {
  const demanded = loosen(description, evidence);
  const guards = guardKeys(description, demanded);
  const loose = promoteKeys(description, evidence, demanded, guards);
  return {
    components: Object.fromEntries(
      Object.entries(loose.components).map(([name, component]) => [name, asVariant(name, component)]),
    ),
    events: Object.fromEntries(
      Object.entries(loose.events).map(([name, event]) => [
        name,
        { ...event, absent: guards.get(name)!, repeatable: repeatableActions(description, name) },
      ]),
    ),
  };
}

/** A component that is another one but for a few fields is written as that. */
function asVariant(name: string, component: ComponentShape): ComponentShape {
  const variant = VARIANTS.find((one) => one.name === name);
  if (variant === undefined) return component;
  const own = Object.keys(variant.fields).map((field) => [field, component.fields[field]!] as const);
  return { like: variant.of, fields: Object.fromEntries(own) };
}
