import { limited, MAX_DEPTH } from "@flaghook/core/check";
import * as z from "zod/mini";
import { componentsOf, fieldsOf, ownFields, SHAPE, type EventShape, type Kit, type Shape } from "./shape.ts";

type Schema = z.ZodMiniType;

let made: Kit<Schema> | undefined;

// Made at first use, so that importing a schema makes none.
function kit(): Kit<Schema> {
  return (made ??= makeKit());
}

function makeKit(): Kit<Schema> {
  const [s, n, b, m] = [z.string(), z.number(), z.boolean(), z.looseObject({})];
  const t = z.union([n, s]);
  const l = componentsOf((shape) =>
    lazy(() =>
      z.looseObject(loosened(shape({ ...kit(), c: L, o: (fields) => z.looseObject(loosened(fields)) }))),
    ),
  );
  const L = (shape: Shape): Schema => z.nullish(l(shape));
  const optional = loosened({ S: s, N: n, B: b, T: t, M: m, x: z.undefined() });
  const plain = { s, n, b, t, m, u: z.unknown(), ...optional };
  return {
    ...plain,
    a: array,
    A: (element) => z.nullish(array(element)),
    o: z.looseObject,
    O: (fields) => z.nullish(z.looseObject(fields)),
    c: componentsOf((shape) => lazy(() => z.looseObject(shape(kit())))),
    l,
    L,
    all: (lists) => fieldsOf(lists, (letter) => plain[letter]),
    or: (...nodes) => z.union(nodes),
    nil: z.nullable,
    Nil: z.nullish,
  };
}

function lazy(make: () => Schema): Schema {
  return limited(z.lazy(make), MAX_DEPTH);
}

function array(element: Schema): Schema {
  return limited(z.array(element));
}

/** The same fields, each of which may be absent or `null`. */
function loosened<Name extends string>(fields: Readonly<Record<Name, Schema>>): Record<Name, Schema> {
  const entries = Object.entries<Schema>(fields).map(([name, schema]) => [
    name,
    schema.def.type === "optional" ? schema : z.nullish(schema),
  ]);
  return Object.fromEntries(entries) as Record<Name, Schema>;
}

/** The zod schema of an event's payload, built when it first parses. Its actions are not told apart. */
export function eventSchema<Payload>(shape: EventShape): z.ZodMiniType<Payload> {
  return schemaOf(shape, () => z.looseObject(shape.fields(kit())));
}

/** The same for an event whose shape lists actions: apart, so that a bundle without such events has none of it. */
export function actionsSchema<Payload>(shape: EventShape): z.ZodMiniType<Payload> {
  return schemaOf(shape, () => {
    const { actions = "", fields, only } = shape;
    const common = fields(kit());
    const own = ownFields(kit(), only);
    const options = actions
      .split(" ")
      .map((action) => z.looseObject({ action: z.literal(action), ...common, ...own.get(action) }));
    return z.discriminatedUnion("action", options as [(typeof options)[0] & Schema]);
  });
}

function schemaOf<Payload>(shape: EventShape, make: () => Schema): z.ZodMiniType<Payload> {
  const schema = lazy(make) as unknown as z.ZodMiniType<Payload>; // a type test proves that they agree
  return Object.defineProperty(schema, SHAPE, { value: shape });
}
