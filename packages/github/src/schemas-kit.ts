import * as z from "zod/mini";
import { fieldsOf, ownFields, SHAPE, type EventShape, type Kit, type Shape } from "./kit.ts";

type Schema = z.ZodMiniType;

const components = /* @__PURE__ */ new Map<Shape, Schema>();

function component(shape: Shape): Schema {
  let schema = components.get(shape);
  if (schema === undefined) components.set(shape, (schema = z.lazy(() => z.looseObject(shape(kit())))));
  return schema;
}

let made: Kit<Schema> | undefined;

// Made at first use, so that importing a schema makes none.
function kit(): Kit<Schema> {
  return (made ??= makeKit());
}

function makeKit(): Kit<Schema> {
  const [s, n, b, m] = [z.string(), z.number(), z.boolean(), z.looseObject({})];
  const t = z.union([n, s]);
  const optional = { S: z.nullish(s), N: z.nullish(n), B: z.nullish(b), T: z.nullish(t), M: z.nullish(m) };
  const plain = { s, n, b, t, m, u: z.unknown(), x: z.optional(z.undefined()), ...optional };
  return {
    ...plain,
    a: z.array,
    A: (element) => z.nullish(z.array(element)),
    o: z.looseObject,
    O: (fields) => z.nullish(z.looseObject(fields)),
    c: component,
    C: (shape) => z.nullish(component(shape)),
    all: (lists) => fieldsOf(lists, (letter) => plain[letter]),
    was: (lists) => fieldsOf(lists, (letter) => z.nullish(z.looseObject({ from: plain[letter] }))),
    or: (...nodes) => z.union(nodes),
    nil: z.nullable,
    Nil: z.nullish,
  };
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
