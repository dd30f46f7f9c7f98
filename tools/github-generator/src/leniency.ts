import { sightingOf, type Evidence, type Kind } from "./evidence.ts";
import { mergeTypes } from "./merge.ts";
import type { Description, EventNode, FieldNode, Fields, TypeNode } from "./model.ts";
import type { EventShape, ShapeField, ShapeFields, ShapeNode, Shapes } from "./shapes.ts";

/**
 * Names of fields that say which thing an event is about. Handlers break without them, and GitHub has sent them from the
 * start, on every server.
 */
const IDENTITY = new Set([
  "account", "after", "base", "before", "branch", "client_payload", "commits", "context", "deployment_callback_url", "full_name", "ghsa_id", "head", "head_sha",
  "hook_id", "id", "key", "login", "name", "number", "package_type", "property_name", "ref", "ref_type", "scope",
  "secret_type", "sha", "slug", "starred_at", "tag_name", "workflow", "zen",
]); // prettier-ignore

/** Names of fields that nearly every handler reads. */
const DESCRIPTION = new Set(["html_url", "message", "owner", "state", "title"]);

/**
 * How many samples of an object must have a field before it is demanded: the better documented, the fewer. An object's `id`,
 * or whatever names it if it has none, needs no sample.
 */
const SAMPLES = { identity: 3, description: 5, partlyDocumented: 10 } as const;

/** Where an event happened and who did it, not what happened. */
const CONTEXT = new Set(["enterprise", "installation", "organization", "sender"]);

/** Share of the documented variants that must require a field before it may be demanded. */
const DOCUMENTED_SHARE = 0.5;

/** As many times must a time have been seen as text, and never as a number, before a number is refused. */
const TIMES_AS_TEXT = 10;

type LooseEvent = Omit<EventShape, "absent" | "repeatable">;

/**
 * Applies the leniency rule, which decides what the generated checks demand. A field is demanded if and only if
 *
 * 1. it is load-bearing: one of the names above or, at the top of a payload, an object or a list that the event is about;
 * 2. at least half of its documented variants require it, at the top of a payload all of them, in every description;
 * 3. no sample lacks it, and as many samples have it as stand above;
 * 4. the object that holds it is demanded too, or is a component.
 *
 * An event that is told by none of these demands whatever its description requires. Nothing is demanded of `changes`.
 *
 * Whatever is not demanded may be absent or `null`. What is there must have a type that is documented or was seen. A time is
 * text or a number until ten samples showed it as text alone. Values of enums, formats, the members of maps and keys that
 * nobody documents are never checked.
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
      (field) => CONTEXT.has(field) || Object.values(actions).every((fields) => fields[field] !== undefined),
    );
    const common = Object.fromEntries(everywhere.map((field) => [field, merged[field]!]));
    const only = listed.map((action) => {
      const own = Object.keys(actions[action]!).filter((field) => !everywhere.includes(field));
      const fields = Object.fromEntries(own.map((field) => [field, nodeOf(actions[action]!, merged, field)]));
      return [action, this.#payload(name, fields, merged)] as const;
    });
    return {
      anchor,
      actions: listed,
      freeAction: "*" in actions,
      fields: this.#payload(name, common, merged),
      only: Object.fromEntries(only.filter(([, fields]) => Object.keys(fields).length > 0)),
    };
  }

  object(path: string, fields: Fields, demanding = true): ShapeFields {
    const hasId = fields["id"] !== undefined;
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const at = `${path}.${name}`;
        const isNamed = IDENTITY.has(name) || DESCRIPTION.has(name);
        const isSure = isNamed && !field.late && !field.nullable;
        const demanded = demanding && isSure && this.#isBorneOut(at, name, field, hasId);
        return [name, this.#field(at, field, demanded)];
      }),
    );
  }

  #isBorneOut(path: string, name: string, field: FieldNode, hasId: boolean): boolean {
    const share = field.required ?? 1;
    if (share < DOCUMENTED_SHARE || this.#wasMissing(path)) return false;
    const objects = sightingOf(this.#evidence, path).objects;
    if (share < 1) return objects >= SAMPLES.partlyDocumented || name === "id";
    if (DESCRIPTION.has(name)) return objects >= SAMPLES.description;
    return name === "id" || !hasId || objects >= SAMPLES.identity;
  }

  /** The fields of a payload: of all its event's actions, or of one. */
  #payload(event: string, fields: Fields, siblings: Fields): ShapeFields {
    const demands = (name: string, field: FieldNode): boolean => {
      const isContext =
        CONTEXT.has(name) &&
        name !== event &&
        field.component !== "Installation" &&
        !(name === "organization" && siblings["repository"]?.required !== 1) &&
        !(name === "sender" && field.required === 1);
      const isSubject =
        name !== "repository" && name !== "changes" && (field.is === undefined || field.array !== undefined);
      const stated = field.required ?? (!CONTEXT.has(name) && (isSubject || IDENTITY.has(name)) ? 1 : 0);
      const isLoadBearing = isSubject || name === "repository" || IDENTITY.has(name) || DESCRIPTION.has(name);
      return (
        !isContext &&
        isLoadBearing &&
        stated === 1 &&
        !this.#wasMissing(`${event}.${name}`) &&
        (name === event || !isNullable(field))
      );
    };
    const names = Object.entries(fields)
      .filter(([name, field]) => demands(name, field))
      .map(([name]) => name);
    const tells = names.some((name) => name !== "repository" && !CONTEXT.has(name));
    const isFallback = !tells && fields["sender"] !== undefined;
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const at = `${event}.${name}`;
        const isContext = CONTEXT.has(name) || name === "repository";
        const fallsBack = isFallback && !isContext && field.required === 1 && !this.#wasMissing(at);
        return [name, this.#field(at, field, names.includes(name) || fallsBack)];
      }),
    );
  }

  #wasMissing(path: string): boolean {
    return sightingOf(this.#evidence, path).kinds.missing !== undefined;
  }

  #field(path: string, field: FieldNode, demanded: boolean): ShapeField {
    return { ...this.#node(path, field, demanded), optional: !demanded };
  }

  #node(path: string, type: TypeNode, demanded: boolean): ShapeNode {
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
      ...(type.fields !== undefined && { fields: this.object(path, type.fields, demanded) }),
      ...(type.array !== undefined && { array: this.#node(`${path}[]`, type.array, demanded) }),
      ...(type.map !== undefined && { bag: true as const }),
    };
  }
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
      const shares = stated.flatMap((field) => field.required ?? []);
      return [name, { ...mergeTypes(stated), ...(shares.length > 0 && { required: Math.min(...shares) }) }];
    }),
  );
}

/** A field of one action: its own presence, the event's type. */
function nodeOf(own: Fields, merged: Fields, name: string): FieldNode {
  if (name === "changes") return own[name]!;
  const { required: _, ...type } = merged[name]!;
  return { ...type, ...(own[name]!.required !== undefined && { required: own[name]!.required }) };
}
