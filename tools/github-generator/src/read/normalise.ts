import { componentOf } from "./components.ts";
import { mergeFields, mergeTypes } from "./merge.ts";
import type { Description, EventNode, Fields, Source, TypeNode } from "../model/description.ts";
import { firstSentence } from "./first-sentence.ts";
import { eventOperations, type OpenApi, type Schema } from "./openapi.ts";

/** One of GitHub's descriptions: of github.com, of GHEC, or of a GHES release. */
export interface Described {
  readonly source: Source;
  readonly api: OpenApi;
}

/** Makes one normalised description of several. The first that has an event names its anchor. */
export function normalise(described: readonly Described[]): Description {
  const components = new Components();
  const events = new Map<string, { anchor: string; actions: Map<string, Fields[]> }>();
  for (const { api } of described) {
    const reader = new Reader(api, components);
    for (const { event, anchor, schema } of eventOperations(api)) {
      const known = events.get(event) ?? { anchor, actions: new Map<string, Fields[]>() };
      events.set(event, known);
      for (const [action, payload] of reader.payloads(event, schema)) {
        known.actions.set(action, [...(known.actions.get(action) ?? []), payload]);
      }
    }
  }
  return {
    sources: described.map(({ source }) => source),
    components: components.merged(),
    events: Object.fromEntries(
      [...events].sort(byName).map(([name, { anchor, actions }]) => {
        const merged = [...actions]
          .sort(byName)
          .map(([action, variants]) => [action, mergeFields(variants)] as const);
        return [name, { anchor, actions: Object.fromEntries(merged) } satisfies EventNode];
      }),
    ),
  };
}

/** The distinct variants in which each component is documented. */
class Components {
  readonly #variants = new Map<string, Map<string, Fields>>();

  add(name: string, fields: Fields): void {
    const variants = this.#variants.get(name) ?? new Map<string, Fields>();
    this.#variants.set(name, variants);
    // Two that differ in their words alone are one.
    const key = JSON.stringify(fields, (property, value: unknown) =>
      property === "doc" && typeof value === "string" ? undefined : value,
    );
    if (!variants.has(key)) variants.set(key, fields);
  }

  merged(): Description["components"] {
    const sorted = [...this.#variants].sort(byName);
    return Object.fromEntries(sorted.map(([name, variants]) => [name, mergeFields([...variants.values()])]));
  }
}

/** Reads the schemas of one description. */
class Reader {
  readonly #schemas: OpenApi["components"]["schemas"];
  readonly #components: Components;

  constructor(api: OpenApi, components: Components) {
    this.#schemas = api.components.schemas;
    this.#components = components;
  }

  /**
   * The payload of every action that an operation describes. The action's name stands in its enum,
   * not in the operation.
   */
  payloads(event: string, schema: Schema): ReadonlyMap<string, Fields> {
    const payloads = new Map<string, Fields[]>();
    for (const alternative of this.#alternatives(schema)) {
      const { action, ...properties } = alternative.properties;
      // A list that requires the action alone says nothing about the rest.
      const required = new Set([...alternative.required].filter((name) => name !== "action"));
      const fields = this.#fields({ properties, required });
      for (const name of this.#actionNames(event, action))
        payloads.set(name, [...(payloads.get(name) ?? []), fields]);
    }
    return new Map([...payloads].map(([name, variants]) => [name, mergeFields(variants)]));
  }

  #actionNames(event: string, action: Schema | undefined): readonly string[] {
    if (event === "repository_dispatch") return ["*"];
    if (action === undefined) return [""];
    const values = this.#resolve(action).enum;
    if (values === undefined) throw new Error(`${event} has an action without a list of values.`);
    return values as string[];
  }

  #type(schema: Schema, property: string): TypeNode {
    const { $ref } = schema;
    if ($ref !== undefined) return this.#type(this.#resolve(schema), property);
    const kinds = kindsOf(schema);
    const nullable =
      schema.nullable === true || kinds.includes("null") || (schema.enum?.includes(null) ?? false);
    const parts: TypeNode[] = nullable ? [{ nullable: true }] : [];
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices !== undefined) parts.push(...choices.map((choice) => this.#type(choice, property)));
    if (schema.properties !== undefined || schema.allOf !== undefined)
      parts.push(this.#object(schema, property));
    else if (choices === undefined) parts.push(...kinds.map((kind) => this.#plain(kind, schema, property)));
    return mergeTypes(parts);
  }

  #plain(kind: string, schema: Schema, property: string): TypeNode {
    switch (kind) {
      case "null":
        return { nullable: true };
      case "string": {
        const values = (schema.enum ?? []).filter((value) => typeof value === "string");
        return { is: ["string"], ...(values.length > 0 && { values }) };
      }
      case "integer":
      case "number":
        return { is: ["number"] };
      case "boolean":
        return { is: ["boolean"] };
      case "array":
        return { array: schema.items === undefined ? { is: ["any"] } : this.#type(schema.items, property) };
      case "object": {
        const { additionalProperties: values } = schema;
        return { map: typeof values === "object" ? this.#type(values, property) : { is: ["any"] } };
      }
      default:
        return { is: ["any"] };
    }
  }

  #object(schema: Schema, property: string): TypeNode {
    const { properties, required } = this.#intersect(schema);
    const fields = this.#fields({ properties, required });
    const component = componentOf({ property, keys: new Set(Object.keys(properties)) });
    if (component === undefined) return { fields };
    this.#components.add(component, fields);
    return { component };
  }

  #fields({ properties, required }: ObjectSchema): Fields {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        const type = this.#type(property, name);
        // What a component is stands at the component.
        const doc =
          type.component === undefined ? firstSentence(this.#resolve(property).description) : undefined;
        return [
          name,
          {
            ...type,
            ...(required.size > 0 && { required: required.has(name) ? 1 : 0 }),
            ...(doc !== undefined && { doc }),
          },
        ];
      }),
    );
  }

  /** The objects that a payload may be: one, unless its description is a `oneOf`. */
  #alternatives(schema: Schema): readonly ObjectSchema[] {
    const resolved = this.#resolve(schema);
    const choices = resolved.oneOf ?? resolved.anyOf;
    if (choices === undefined) return [this.#intersect(resolved)];
    return choices.flatMap((choice) => this.#alternatives(choice));
  }

  #intersect(schema: Schema): ObjectSchema {
    const resolved = this.#resolve(schema);
    const parts = (resolved.allOf ?? []).map((part) => this.#intersect(part));
    return {
      properties: Object.assign(
        {},
        ...parts.map((part) => part.properties),
        resolved.properties,
      ) as ObjectSchema["properties"],
      required: new Set([...parts.flatMap((part) => [...part.required]), ...(resolved.required ?? [])]),
    };
  }

  #resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const name = schema.$ref.split("/").at(-1)!;
    const target = this.#schemas[name];
    if (target === undefined) throw new Error(`no component ${name}.`);
    return this.#resolve(target);
  }
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: ReadonlySet<string>;
}

function kindsOf(schema: Schema): readonly string[] {
  if (typeof schema.type === "string") return [schema.type];
  if (schema.type !== undefined) return schema.type;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined)
    return [...new Set(values.map((value) => (value === null ? "null" : typeof value)))];
  if (schema.items !== undefined) return ["array"];
  if (schema.additionalProperties !== undefined) return ["object"];
  return schema.nullable === true ? ["null"] : ["any"]; // "nullable" alone describes a field that is null in this action
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
