import type { Description, Fields, TypeNode } from "../model.ts";

/** A delivery's payload with the name of its event. */
export interface Sample {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What payloads showed of one field. */
export interface Sighting {
  /** Objects that could have had the field. */
  readonly objects: number;
  /** How often it was what, `missing` among them. */
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
}

/** What a JSON value is, or that there was none. */
export type Kind = "array" | "boolean" | "missing" | "null" | "number" | "object" | "string";

export type Evidence = ReadonlyMap<string, Sighting>;

/** What is known of a field by its path: `Component.field` or `event.field`, dots going deeper. */
export function sightingOf(evidence: Evidence, path: string): Sighting {
  return evidence.get(path) ?? { objects: 0, kinds: {} };
}

/** Walks every payload along its description and counts what is there. */
export function collectEvidence(description: Description, samples: readonly Sample[]): Evidence {
  const evidence = new Map<string, Sighting>();

  function visitObject(path: string, fields: Fields, value: Readonly<Record<string, unknown>>): void {
    for (const [name, field] of Object.entries(fields)) {
      const seen = value[name];
      const at = `${path}.${name}`;
      const { objects, kinds } = sightingOf(evidence, at);
      const kind = kindOf(seen);
      // Where hardly any description requires it, that it is missing says nothing.
      if (kind === "missing" && (field.required ?? 1) < 0.5) continue;
      evidence.set(at, { objects: objects + 1, kinds: { ...kinds, [kind]: (kinds[kind] ?? 0) + 1 } });
      visit(at, field, seen);
    }
  }

  function visit(path: string, type: TypeNode, value: unknown): void {
    if (Array.isArray(value)) {
      if (type.array !== undefined) for (const element of value) visit(`${path}[]`, type.array, element);
    } else if (typeof value === "object" && value !== null) {
      const object = value as Record<string, unknown>;
      if (type.component !== undefined)
        visitObject(type.component, description.components[type.component]!, object);
      else if (type.fields !== undefined) visitObject(path, type.fields, object);
    }
  }

  for (const { event, payload } of samples) {
    const actions = description.events[event]?.actions ?? {};
    const fields = actions[String(payload["action"])] ?? actions[""] ?? actions["*"];
    if (fields !== undefined) visitObject(event, fields, payload);
  }
  return evidence;
}

export function kindOf(value: unknown): Kind {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as Kind;
}
