import { sightingOf, type Evidence, type Kind } from "../read/evidence.ts";
import { mergeTypes } from "../read/merge.ts";
import type { Description, EventNode, FieldNode, Fields, TypeNode } from "../model.ts";
import type { EventShape, ShapeField, ShapeFields, ShapeNode, Shapes } from "../shapes.ts";

/**
 * Names of fields that say which thing an event is about, and a few that nearly every handler reads
 * of it. GitHub has sent them from the start, on every server.
 */
const IDENTITY = new Set([
  "after", "app_id", "base", "before", "client_payload", "commits", "context", "deployment_callback_url", "full_name", "ghsa_id", "head", "head_sha", "hook_id",
  "id", "key", "login", "message", "name", "number", "package_type", "property_name", "ref", "ref_type", "scope",
  "secret_type", "sha", "slug", "state", "tag_name", "title", "workflow", "zen",
]); // prettier-ignore

/** Fields whose values are somebody else's to choose: text, numbers, lists or objects. */
const FREE = new Set([
  "client_payload", "epss", "inputs", "metadata", "nuget_metadata", "payload", "percentage", "percentile", "value",
]); // prettier-ignore

/**
 * How many samples of an object must have a field before it is demanded: the better documented, the
 * fewer. An object's `id`, or whatever names it if it has none, needs no sample.
 */
const SAMPLES = { identity: 3, partlyDocumented: 10 } as const;

/**
 * Where an event happened and who did it, not what happened. The first that is there tells an event
 * that nothing else does.
 */
const CONTEXT = ["repository", "organization", "installation", "enterprise", "sender"] as const;

/**
 * Components for people and the like: what an event names in passing, unless it is called like
 * that.
 */
const PEOPLE = new Set(["App", "Enterprise", "GitActor", "Organization", "Team", "User"]);

/** Share of the documented variants that must require a field before it may be demanded. */
const DOCUMENTED_SHARE = 0.5;

/**
 * As many times must a time have been seen as text, and never as a number, before a number is
 * refused.
 */
const TIMES_AS_TEXT = 10;

type LooseEvent = Omit<EventShape, "absent" | "repeatable">;

/**
 * Applies the leniency rule, which decides what the generated checks demand. A field is demanded if
 * and only if
 *
 * 1. it says what the event is about: one of the names above or, at the top of a payload, an object
 *    that is neither the event's place nor a person;
 * 2. at least half of its documented variants require it, at the top of a payload all of them, in
 *    every action and every description; where none has a list, only the `id` of an object, or what
 *    names it if it has none, and the object that is called like its event;
 * 3. no sample lacks it, and as many samples have it as stand above;
 * 4. the object that holds it is demanded too, all the way up. Nothing is demanded in the elements
 *    of a list.
 *
 * An event that is told by none of these demands the other objects and lists that its description
 * requires; failing these, the place where it happened or who did it; failing that, whatever else
 * is required.
 *
 * Whatever is not demanded may be absent or `null`. What is there must have a type that is
 * documented or was seen. A time is text or a number until ten samples showed it as text alone.
 * Values of enums, formats, the members of maps, what stood in a field before a change and keys
 * that nobody documents are never checked.
 */
export function loosen(
  description: Description,
  evidence: Evidence,
): Pick<Shapes, "components"> & { readonly events: Readonly<Record<string, LooseEvent>> } {
  const rule = new Rule(evidence);
  return {
    components: Object.fromEntries(
      Object.entries(description.components).map(([name, fields]) => [
        name,
        { fields: rule.object(name, fields) },
      ]),
    ),
    events: Object.fromEntries(
      Object.entries(description.events).map(([name, event]) => [name, rule.event(name, event)]),
    ),
  };
}

class Rule {
  readonly #evidence: Evidence;

  constructor(evidence: Evidence) {
    this.#evidence = evidence;
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
      const fields = Object.fromEntries(own.map((field) => [field, nodeOf(actions[action]!, merged, field)]));
      return [action, this.#fields(name, fields, () => false)] as const;
    });
    return {
      anchor,
      actions: listed,
      freeAction: "*" in actions,
      fields: this.#payload(name, common),
      only: Object.fromEntries(only.filter(([, fields]) => Object.keys(fields).length > 0)),
    };
  }

  object(path: string, fields: Fields, demanding = true): ShapeFields {
    const hasId = fields["id"] !== undefined;
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const at = `${path}.${name}`;
        const isSure = IDENTITY.has(name) && !field.late && !field.nullable;
        const demanded = demanding && isSure && this.#isBorneOut(at, name, field, hasId);
        return [name, this.#field(at, field, demanded)];
      }),
    );
  }

  #isBorneOut(path: string, name: string, field: FieldNode, hasId: boolean): boolean {
    const share = field.required ?? (name === "id" || !hasId ? 1 : 0);
    if (share < DOCUMENTED_SHARE || this.#wasMissing(path)) return false;
    const objects = sightingOf(this.#evidence, path).objects;
    if (share < 1) return objects >= SAMPLES.partlyDocumented || name === "id";
    return name === "id" || !hasId || objects >= SAMPLES.identity;
  }

  /** The fields that the payloads of all an event's actions have. */
  #payload(event: string, fields: Fields): ShapeFields {
    const isAlwaysThere = (name: string, unlisted: boolean): boolean =>
      (fields[name]!.required ?? Number(unlisted)) === 1 &&
      !this.#wasMissing(`${event}.${name}`) &&
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
    const demanded = new Set(choices.find((names) => names.length > 0));
    // Handlers look for the place first. It is demanded where every description and enough samples have it.
    const isPlaceSure =
      fields["repository"] !== undefined &&
      isAlwaysThere("repository", false) &&
      sightingOf(this.#evidence, `${event}.repository`).objects >= SAMPLES.identity;
    if (isPlaceSure) demanded.add("repository");
    return this.#fields(event, fields, (name) => demanded.has(name));
  }

  #fields(event: string, fields: Fields, demands: (name: string) => boolean): ShapeFields {
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        this.#field(`${event}.${name}`, field, demands(name)),
      ]),
    );
  }

  #wasMissing(path: string): boolean {
    return sightingOf(this.#evidence, path).kinds.missing !== undefined;
  }

  #field(path: string, field: FieldNode, demanded: boolean): ShapeField {
    return { ...this.#node(path, field, demanded), optional: !demanded };
  }

  #node(path: string, type: TypeNode, demanded: boolean): ShapeNode {
    if (FREE.has(path.split(".").at(-1)!)) return { is: ["any"] };
    // What a changed field was before: an object, whatever is in it.
    if (/^\w+\.changes\.\w+$/.test(path) && type.component === undefined) return changedField(type);
    const { kinds } = sightingOf(this.#evidence, path);
    const is = new Set(type.is ?? []);
    const admits = (kind: Kind): boolean =>
      (kind === "object" && (type.component ?? type.fields ?? type.map) !== undefined) ||
      (kind === "array" && type.array !== undefined) ||
      is.has(kind as "string");
    for (const kind of Object.keys(kinds) as Kind[]) {
      if (kind === "missing" || kind === "null" || admits(kind)) continue;
      is.add(kind === "object" || kind === "array" ? "any" : kind);
    }
    const isTime = path.endsWith("_at") && is.has("string");
    if (isTime && (kinds.string ?? 0) < TIMES_AS_TEXT) is.add("number");
    if (is.has("any")) return { is: ["any"] };
    return {
      ...(is.size > 0 && { is: [...is].sort() }),
      ...(type.values !== undefined && { values: type.values }),
      ...((type.nullable || kinds.null !== undefined) && { nullable: true as const }),
      ...(type.component !== undefined && { component: type.component }),
      ...(type.component !== undefined && !demanded && { loose: true as const }),
      ...(type.fields !== undefined && { fields: this.object(path, type.fields, demanded) }),
      ...(type.array !== undefined && { array: this.#node(`${path}[]`, type.array, false) }),
      ...(type.map !== undefined && { bag: true as const }),
    };
  }
}

function isContext(name: string): boolean {
  return (CONTEXT as readonly string[]).includes(name);
}

/**
 * An object at the top of a payload that the event is about. An installation with its links is one,
 * a mention of it is not.
 */
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

/**
 * An object that may be null is one that no handler can rely on. A nullable text is still a key
 * that is there.
 */
function isNullable(field: FieldNode): boolean {
  return field.nullable === true && field.is === undefined;
}

/**
 * One type for a field of the same name in all actions of an event. What changed is another matter
 * in each.
 */
function mergeActions(actions: EventNode["actions"]): Fields {
  const names = [...new Set(Object.values(actions).flatMap((fields) => Object.keys(fields)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const stated = Object.values(actions).flatMap((fields) => fields[name] ?? []);
      // An action without a list says nothing, and another cannot speak for it.
      const shares = stated.map((field) => field.required);
      const required = shares.includes(undefined) ? undefined : Math.min(...(shares as number[]));
      return [name, { ...mergeTypes(stated), ...(required !== undefined && { required }) }];
    }),
  );
}

/** A field of one action: its own presence, the event's type. */
function nodeOf(own: Fields, merged: Fields, name: string): FieldNode {
  if (name === "changes") return own[name]!;
  const { required: _, ...type } = merged[name]!;
  return { ...type, ...(own[name]!.required !== undefined && { required: own[name]!.required }) };
}
