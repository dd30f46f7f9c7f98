import type { Description, FieldNode, Fields, TypeNode } from "../model/description.ts";
import { countsOf, type EventPresence, type ObjectPresence, type Presence } from "./presence.ts";

/** A delivery's payload with the name of its event. */
export interface Sample {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a JSON value is, or that there was none. */
export type Kind = "array" | "boolean" | "missing" | "null" | "number" | "object" | "string";

export type Kinds = Readonly<Partial<Record<Kind, number>>>;

/** What payloads showed of one field. */
export interface Sighting {
  /** Objects that could have had the field, since 2018. */
  readonly objects: number;
  /** Projects that recorded such an object, at the least. */
  readonly sources: number;
  /** How often it was what since 2018, `missing` among them. */
  readonly kinds: Kinds;
  /** The same before 2018. */
  readonly older: Kinds;
}

/** What is known of fields by their path: `Component.field` or `event.field`, dots going deeper. */
export type Evidence = ReadonlyMap<string, Sighting>;

const UNSEEN: Sighting = { objects: 0, sources: 0, kinds: {}, older: {} };

/** What is known of a field. */
export function sightingOf(evidence: Evidence, path: string): Sighting {
  return evidence.get(path) ?? UNSEEN;
}

/** Walks every payload along its description and counts what is there, and adds what others have counted. */
export function collectEvidence(
  description: Description,
  samples: readonly Sample[],
  presence: Presence,
): Evidence {
  const counted = new Counts(description);
  for (const [event, one] of Object.entries(presence.since2018)) counted.addTable(event, one, "kinds");
  for (const [event, one] of Object.entries(presence.older)) counted.addTable(event, one, "older");
  const sampled = new Counts(description);
  for (const sample of samples) sampled.addSample(sample);
  return joined(counted.evidence, sampled.evidence);
}

/** All samples come from one project, which is none of those that were counted. */
function joined(counted: Evidence, sampled: Evidence): Evidence {
  const paths = new Set([...counted.keys(), ...sampled.keys()]);
  return new Map(
    Array.from(paths, (path) => {
      const [one, other] = [sightingOf(counted, path), sightingOf(sampled, path)];
      const sighting: Sighting = {
        objects: one.objects + other.objects,
        sources: one.sources + other.sources,
        kinds: sum(one.kinds, other.kinds),
        older: one.older,
      };
      return [path, sighting];
    }),
  );
}

class Counts {
  readonly evidence = new Map<string, Sighting>();
  readonly #description: Description;

  constructor(description: Description) {
    this.#description = description;
  }

  addSample({ event, payload }: Sample): void {
    const actions = this.#description.events[event]?.actions ?? {};
    const fields = actions[String(payload["action"])] ?? actions[""] ?? actions["*"];
    if (fields === undefined) return;
    this.#add(`${event}.action`, { [kindOf(payload["action"])]: 1 }, 1, "kinds");
    this.#visitObject(event, fields, payload);
  }

  /** Adds an event's counts. They are by path, so that whatever a path may hold is counted for each of its types. */
  addTable(event: string, table: EventPresence, era: "kinds" | "older"): void {
    const actions = this.#description.events[event]?.actions ?? {};
    for (const [path, object] of Object.entries(table.objects)) {
      if (path === ".") {
        const names = new Set(Object.values(actions).flatMap((fields) => Object.keys(fields)));
        for (const name of names) {
          const kinds = countsOf(object, name);
          const missing = missingAtTop(name, actions, table);
          this.#add(`${event}.${name}`, { ...kinds, ...(missing > 0 && { missing }) }, object.sources, era);
        }
        const named = total(countsOf(object, "action"));
        this.#add(
          `${event}.action`,
          { string: named, ...(named < object.n && { missing: object.n - named }) },
          object.sources,
          era,
        );
        continue;
      }
      for (const [at, fields] of this.#objectsAt(event, path.split(".")))
        this.#addObject(at, fields, object, era);
    }
  }

  #addObject(path: string, fields: Fields, object: ObjectPresence, era: "kinds" | "older"): void {
    for (const [name, field] of Object.entries(fields)) {
      const kinds = countsOf(object, name);
      const missing = object.n - total(kinds);
      const counts = missing > 0 && isExpected(field);
      this.#add(`${path}.${name}`, { ...kinds, ...(counts && { missing }) }, object.sources, era);
    }
  }

  /** The described objects that a path of an event may lead to, by their own paths. */
  #objectsAt(event: string, segments: readonly string[]): ReadonlyMap<string, Fields> {
    let places = new Map<string, { at: string; fields: Fields }>(
      Object.entries(this.#description.events[event]?.actions ?? {}).map(([action, fields]) => [
        `${event}#${action}`,
        { at: event, fields },
      ]),
    );
    for (const segment of segments) {
      const [name, isList] = segment.endsWith("[]") ? [segment.slice(0, -2), true] : [segment, false];
      const next: typeof places = new Map();
      for (const { at, fields } of places.values()) {
        const field: TypeNode | undefined = fields[name];
        const type = isList ? field?.array : field;
        const path = `${at}.${name}${isList ? "[]" : ""}`;
        if (type?.component !== undefined) {
          next.set(type.component, {
            at: type.component,
            fields: this.#description.components[type.component]!,
          });
        } else if (type?.fields !== undefined) {
          next.set(`${path}#${next.size}`, { at: path, fields: type.fields });
        }
      }
      places = next;
    }
    return new Map(Array.from(places.values(), ({ at, fields }) => [at, fields]));
  }

  #visitObject(path: string, fields: Fields, value: Readonly<Record<string, unknown>>): void {
    for (const [name, field] of Object.entries(fields)) {
      const seen = value[name];
      const kind = kindOf(seen);
      if (kind === "missing" && !isExpected(field)) continue;
      this.#add(`${path}.${name}`, { [kind]: 1 }, 1, "kinds");
      this.#visit(`${path}.${name}`, field, seen);
    }
  }

  #visit(path: string, type: TypeNode, value: unknown): void {
    if (Array.isArray(value)) {
      if (type.array !== undefined)
        for (const element of value) this.#visit(`${path}[]`, type.array, element);
    } else if (typeof value === "object" && value !== null) {
      const object = value as Record<string, unknown>;
      if (type.component !== undefined)
        this.#visitObject(type.component, this.#description.components[type.component]!, object);
      else if (type.fields !== undefined) this.#visitObject(path, type.fields, object);
    }
  }

  #add(path: string, kinds: Kinds, sources: number, era: "kinds" | "older"): void {
    const objects = total(kinds);
    if (objects === 0) return;
    const known = sightingOf(this.evidence, path);
    const isNew = era === "kinds";
    this.evidence.set(path, {
      ...known,
      [era]: sum(known[era], kinds),
      objects: known.objects + (isNew ? objects : 0),
      // Two events may have been recorded by the same projects.
      sources: isNew ? Math.max(known.sources, sources) : known.sources,
    });
  }
}

/** Payloads without a key, of those actions that should have it. */
function missingAtTop(name: string, actions: Readonly<Record<string, Fields>>, table: EventPresence): number {
  const only = actions[""] ?? actions["*"];
  if (only !== undefined) {
    const object = table.objects["."]!;
    return isExpected(only[name]) ? object.n - total(countsOf(object, name)) : 0;
  }
  return Object.entries(table.actions).reduce((missing, [action, { n, keys }]) => {
    const there = (keys[name] ?? 0) + (keys[`${name}:null`] ?? 0);
    return isExpected(actions[action]?.[name]) ? missing + n - there : missing;
  }, 0);
}

/** Where hardly any description requires a field and no overlay does, that it is missing says nothing. */
function isExpected(field: FieldNode | undefined): boolean {
  return field !== undefined && (field.sure === true || (field.required ?? 1) >= 0.5);
}

function total(kinds: Kinds): number {
  return Object.values(kinds).reduce((sum_, count) => sum_ + count, 0);
}

function sum(one: Kinds, other: Kinds): Kinds {
  const kinds = new Set([...Object.keys(one), ...Object.keys(other)] as Kind[]);
  return Object.fromEntries(Array.from(kinds, (kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)]));
}

export function kindOf(value: unknown): Kind {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as Kind;
}
