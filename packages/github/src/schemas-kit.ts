import * as z from "zod/mini";
import {
  componentsOf,
  fieldsOf,
  ownFields,
  SHAPE,
  type EventShape,
  type Kit,
  type NodeFields,
  type Shape,
} from "./kit.ts";

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
    z.lazy(() =>
      z.looseObject(loosened(shape({ ...kit(), c: L, o: (fields) => z.looseObject(loosened(fields)) }))),
    ),
  );
  const L = (shape: Shape): Schema => z.nullish(l(shape));
  const optional = { S: z.nullish(s), N: z.nullish(n), B: z.nullish(b), T: z.nullish(t), M: z.nullish(m) };
  const plain = { s, n, b, t, m, u: z.unknown(), x: z.nullish(z.undefined()), ...optional };
  return {
    ...plain,
    a: z.array,
    A: (element) => z.nullish(z.array(element)),
    o: z.looseObject,
    O: (fields) => z.nullish(z.looseObject(fields)),
    c: componentsOf((shape) => z.lazy(() => z.looseObject(shape(kit())))),
    l,
    L,
    all: (lists) => fieldsOf(lists, (letter) => plain[letter]),
    or: (...nodes) => z.union(nodes),
    nil: z.nullable,
    Nil: z.nullish,
  };
}

/** The same fields, each of which may be absent or `null`. */
function loosened(fields: NodeFields<Schema>): NodeFields<Schema> {
  const entries = Object.entries(fields).map(([name, schema]) => [
    name,
    schema.def.type === "optional" ? schema : z.nullish(schema),
  ]);
  return Object.fromEntries(entries) as NodeFields<Schema>;
}

/** The zod schema of an event's payload, built when it first parses. */
export function eventSchema<Payload>(shape: EventShape): z.ZodMiniType<Payload> {
  const schema = z.lazy(() => build(shape)) as unknown as z.ZodMiniType<Payload>; // a type test proves that they agree
  return Object.defineProperty(schema, SHAPE, { value: shape });
}

function build({ actions = "", fields: shared, only }: EventShape): Schema {
  const common = shared(kit());
  if (actions === "") return z.looseObject(common);
  const own = ownFields(kit(), only);
  const options = actions
    .split(" ")
    .map((action) => z.looseObject({ action: z.literal(action), ...common, ...own.get(action) }));
  return z.discriminatedUnion("action", options as [(typeof options)[0] & Schema]);
}
