import * as z from "zod/mini";
import { fieldsOf, ownFields, SHAPE, words, type EventShape, type Kit, type NodeFields, type Shape } from "./kit.ts";

type Schema = z.ZodMiniType;

const components = /* @__PURE__ */ new Map<Shape, Schema>();

function component(shape: Shape): Schema {
  let schema = components.get(shape);
  if (schema === undefined) components.set(shape, (schema = z.lazy(() => z.looseObject({ ...shape(kit()) }))));
  return schema;
}

let made: Kit<Schema> | undefined;

// Made at first use, so that importing a schema makes none.
function kit(): Kit<Schema> {
  if (made !== undefined) return made;
  const s = z.string();
  const n = z.number();
  const b = z.boolean();
  const t = z.union([n, s]);
  const m = z.looseObject({});
  made = {
    s,
    S: z.nullish(s),
    n,
    N: z.nullish(n),
    b,
    B: z.nullish(b),
    t,
    T: z.nullish(t),
    m,
    M: z.nullish(m),
    u: z.unknown(),
    x: z.optional(z.undefined()),
    a: (element) => z.array(element),
    A: (element) => z.nullish(z.array(element)),
    o: (fields) => z.looseObject({ ...fields }),
    O: (fields) => z.nullish(z.looseObject({ ...fields })),
    c: component,
    C: (shape) => z.nullish(component(shape)),
    all: (lists) => fieldsOf(lists, (letter) => kit()[letter]),
    was: (lists) => fieldsOf(lists, (letter) => z.nullish(z.looseObject({ from: kit()[letter] }))),
    or: (...nodes) => z.union(nodes as [Schema, Schema]),
    nil: (node) => z.nullable(node),
    Nil: (node) => z.nullish(node),
  };
  return made;
}

/** The zod schema of an event's payload, built when it first parses. */
export function eventSchema<Payload>(shape: EventShape): z.ZodMiniType<Payload> {
  const schema = z.lazy(() => build(shape)) as unknown as z.ZodMiniType<Payload>; // a test proves that the types agree
  return Object.defineProperty(schema, SHAPE, { value: shape });
}

function build({ actions = "", fields: shared, only }: EventShape): Schema {
  const common = shared(kit());
  if (actions === "") return z.looseObject({ ...common });
  // Actions with the same fields share one schema.
  const own = ownFields(kit(), only);
  const groups = new Map<NodeFields<Schema> | undefined, string[]>();
  for (const action of words(actions)) groups.set(own.get(action), [...(groups.get(own.get(action)) ?? []), action]);
  const options = Array.from(groups, ([fields, names]) =>
    z.looseObject({ action: z.literal(names), ...common, ...fields }),
  );
  return z.discriminatedUnion("action", options as [(typeof options)[0]]);
}
