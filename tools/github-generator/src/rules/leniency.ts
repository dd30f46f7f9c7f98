import { sightingOf, type Evidence } from "../read/evidence.ts";
import { mergeTypes } from "../read/merge.ts";
import type { Description, EventNode, FieldNode, Fields, TypeNode } from "../model/description.ts";
import type { EventShape, ShapeField, ShapeFields, ShapeNode, Shapes } from "../model/shapes.ts";
import { isBorneOut, isEnough, wasMissing } from "./borne-out.ts";
import { IDENTITY, tellsSubject } from "./identity.ts";
import { isFree, primitivesOf } from "./types-seen.ts";
import { usefulDoc } from "./useful-doc.ts";

/** Where an event happened and who did it, not what happened. The first that is there tells an event that nothing else does. */
const CONTEXT = ["repository", "organization", "installation", "enterprise", "sender"] as const;

/** Of these, what is the same in every event: what payloads showed in one holds in the others. */
const POOLED = ["repository", "sender"] as const;

/** Components for people and the like: what an event names in passing, unless it is called like that. */
const PEOPLE = new Set(["App", "Enterprise", "GitActor", "Organization", "Team", "User"]);

/** Events without what tells them from others. */
export type LooseEvent = Omit<EventShape, "absent" | "ignoresAction" | "repeatable">;

/**
 * Applies the leniency rule, which decides what the generated checks demand. README.md says it in words.
 *
 * Whatever is not demanded may be absent or `null`. What is there must have a type that is documented or was seen. Values of
 * enums, formats, the members of maps, what stood in a field before a change and keys that nobody documents are never checked.
 */
export function loosen(
  description: Description,
  evidence: Evidence,
): Pick<Shapes, "components"> & { readonly events: Readonly<Record<string, LooseEvent>> } {
  const rule = new Rule(description, evidence);
  return {
    components: Object.fromEntries(
      Object.entries(description.components).map(([name, fields]) => [
        name,
        { fields: rule.object(name, fields, "component") },
      ]),
    ),
    events: Object.fromEntries(
      Object.entries(description.events).map(([name, event]) => [name, rule.event(name, event)]),
    ),
  };
}

/**
 * What an object's identity is demanded of: of a component where the event is about it, of an object that is written out in
 * a payload always, and of nothing inside what may be absent.
 */
type Demands = "component" | "payload" | "nothing";

class Rule {
  readonly #evidence: Evidence;
  /** Events by the name of what is pooled over them. */
  readonly #pooled: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(description: Description, evidence: Evidence) {
    this.#evidence = evidence;
    this.#pooled = new Map(POOLED.map((name) => [name, this.#eventsWith(name, description)]));
  }

  event(name: string, { anchor, actions }: EventNode): LooseEvent {
    const merged = mergeActions(actions);
    const listed = Object.keys(actions).filter((action) => action !== "" && action !== "*");
    const everywhere = Object.keys(merged).filter(
      (field) => isContext(field) || Object.values(actions).every((fields) => fields[field] !== undefined),
    );
    const common = Object.fromEntries(everywhere.map((field) => [field, merged[field]!]));
    const only = listed.map((action) => {
      const own = Object.keys(actions[action]!).filter((field) => !everywhere.includes(field));
      const fields = own.map((field) => {
        const node = nodeOf(actions[action]!, merged, field);
        const path = `${name}.${field}`;
        const demanded = field !== "changes" && isBorneOut(this.#evidence, path, node);
        return [field, this.#field(path, node, demanded)] as const;
      });
      return [action, Object.fromEntries(fields)] as const;
    });
    return {
      anchor,
      actions: listed,
      freeAction: "*" in actions,
      isActionOptional: listed.length === 1 && this.#lacksAction(name),
      fields: this.#payload(name, common),
      only: Object.fromEntries(only.filter(([, fields]) => Object.keys(fields).length > 0)),
    };
  }

  object(path: string, fields: Fields, demands: Demands): ShapeFields {
    const hasId = fields["id"] !== undefined;
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const at = `${path}.${name}`;
        const isSure = isBorneOut(this.#evidence, at, field);
        const isTelling = demands !== "nothing" && tellsSubject(this.#evidence, at, field, hasId);
        const inside = (isSure || isTelling) && demands === "payload" ? "payload" : "nothing";
        const shape = this.#field(at, field, isSure || isTelling, false, inside);
        return [
          name,
          isTelling && !isSure && demands === "component" ? { ...shape, ofSubject: true } : shape,
        ];
      }),
    );
  }

  #lacksAction(event: string): boolean {
    const { kinds, older } = sightingOf(this.#evidence, `${event}.action`);
    return kinds.missing !== undefined || older.missing !== undefined;
  }

  /** Events some action of which requires what is the same in all of them, if enough of their payloads have it. */
  #eventsWith(name: string, { events }: Description): ReadonlySet<string> {
    const found = Object.entries(events).filter(([event, { actions }]) => {
      const stated = Object.values(actions).flatMap((fields) => fields[name] ?? []);
      return (
        stated.some((field) => field.required === 1) &&
        !stated.some((field) => field.nullable) &&
        !wasMissing(sightingOf(this.#evidence, `${event}.${name}`))
      );
    });
    const sightings = found.map(([event]) => sightingOf(this.#evidence, `${event}.${name}`));
    const objects = sightings.reduce((sum, sighting) => sum + sighting.objects, 0);
    const sources = Math.max(0, ...sightings.map((sighting) => sighting.sources));
    return new Set(isEnough({ objects, sources }) ? found.map(([event]) => event) : []);
  }

  /** The fields that the payloads of all an event's actions have. */
  #payload(event: string, fields: Fields): ShapeFields {
    const isAlwaysThere = (name: string, unlisted: boolean): boolean =>
      (fields[name]!.required ?? Number(unlisted)) === 1 &&
      sightingOf(this.#evidence, `${event}.${name}`).kinds.missing === undefined &&
      (name === event || !isNullable(fields[name]!));
    const candidates = Object.keys(fields).filter((name) => name !== "changes");
    const others = candidates.filter((name) => !isContext(name));
    const isSubject = (name: string): boolean =>
      name === event || IDENTITY.has(name) || isThing(name, fields[name]!);
    const choices = [
      candidates.filter((name) => isSubject(name) && isAlwaysThere(name, name === event)),
      others.filter((name) => fields[name]!.is === undefined && isAlwaysThere(name, false)),
      others.filter((name) => isSubject(name) && isAlwaysThere(name, true)),
      CONTEXT.filter((name) => fields[name] !== undefined && isAlwaysThere(name, false)).slice(0, 1),
      others.filter((name) => isAlwaysThere(name, false)),
    ];
    const subjects = new Set(choices.find((names) => names.length > 0));
    const isDemanded = (name: string): boolean =>
      subjects.has(name) ||
      this.#pooled.get(name)?.has(event) === true ||
      (others.includes(name) &&
        fields[name]!.required === 1 &&
        isBorneOut(this.#evidence, `${event}.${name}`, fields[name]!));
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        this.#field(`${event}.${name}`, field, isDemanded(name), subjects.has(name)),
      ]),
    );
  }

  #field(
    path: string,
    field: FieldNode,
    demanded: boolean,
    isSubject = false,
    inside: Demands = demanded ? "payload" : "nothing",
  ): ShapeField {
    const doc = usefulDoc(field.doc, path);
    return {
      ...this.#node(path, field, isSubject, inside),
      ...(doc !== undefined && { doc }),
      optional: !demanded,
    };
  }

  #node(path: string, type: TypeNode, isSubject: boolean, inside: Demands): ShapeNode {
    if (isFree(path)) return { is: ["any"] };
    // What a changed field was before: an object, whatever is in it.
    if (/^\w+\.changes\.\w+$/.test(path) && type.component === undefined) return changedField(type);
    const primitives = primitivesOf(this.#evidence, path, type);
    if (primitives.is?.includes("any")) return primitives;
    return {
      ...primitives,
      ...(type.values !== undefined && { values: type.values }),
      ...(type.component !== undefined && { component: type.component }),
      ...(type.component !== undefined && !isSubject && { loose: true as const }),
      ...(type.fields !== undefined && { fields: this.object(path, type.fields, inside) }),
      ...(type.array !== undefined && { array: this.#node(`${path}[]`, type.array, false, "nothing") }),
      ...(type.map !== undefined && { bag: true as const }),
    };
  }
}

function isContext(name: string): boolean {
  return (CONTEXT as readonly string[]).includes(name);
}

/** An object at the top of a payload that the event is about. An installation with its links is one, a mention of it is not. */
function isThing(name: string, { is, array, map, component }: FieldNode): boolean {
  if (component === "Installation") return true;
  const isObject = is === undefined && array === undefined && map === undefined;
  return isObject && !isContext(name) && !(component !== undefined && PEOPLE.has(component));
}

function changedField({ fields }: TypeNode): ShapeNode {
  if (fields === undefined) return { is: ["any"] };
  const members = Object.keys(fields).map((name) => [name, { is: ["any"], optional: true }] as const);
  return { fields: Object.fromEntries(members) };
}

/** An object that may be null is one that no handler can rely on. A nullable text is still a key that is there. */
function isNullable(field: FieldNode): boolean {
  return field.nullable === true && field.is === undefined;
}

/** One type for a field of the same name in all actions of an event. What changed is another matter in each. */
function mergeActions(actions: EventNode["actions"]): Fields {
  const names = [...new Set(Object.values(actions).flatMap((fields) => Object.keys(fields)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const stated = Object.values(actions).flatMap((fields) => fields[name] ?? []);
      // An action without a list says nothing, and another cannot speak for it.
      const shares = stated.map((field) => field.required);
      const required = shares.includes(undefined) ? undefined : Math.min(...(shares as number[]));
      const [doc] = stated.flatMap((field) => field.doc ?? []);
      return [
        name,
        {
          ...mergeTypes(stated),
          ...(required !== undefined && { required }),
          ...(doc !== undefined && { doc }),
        },
      ];
    }),
  );
}

/** A field of one action: its own presence, the event's type. */
function nodeOf(own: Fields, merged: Fields, name: string): FieldNode {
  if (name === "changes") return own[name]!;
  const { required: _, ...type } = merged[name]!;
  const { required, sure, doc } = own[name]!;
  return {
    ...type,
    ...(doc !== undefined && { doc }),
    ...(required !== undefined && { required }),
    ...(sure && { sure }),
  };
}
