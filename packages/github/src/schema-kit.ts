import * as z from "zod/mini";
import { SHAPE, type EventShape, type Kit, type NodeFields, type Shape } from "./kit.ts";

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

function build({ actions = [], fields, only }: EventShape): Schema {
  const common = fields(kit());
  if (actions.length === 0) return z.looseObject({ ...common });
  const own: Readonly<Record<string, NodeFields<Schema>>> = only?.(kit()) ?? {};
  const plain = actions.filter((action) => own[action] === undefined);
  // All actions without fields of their own share one schema.
  const groups = [...(plain.length === 0 ? [] : [plain]), ...Object.keys(own).map((action) => [action])];
  const options = groups.map((group) =>
    z.looseObject({ action: z.literal(group), ...common, ...own[group[0]!] }),
  );
  return z.discriminatedUnion("action", options as [(typeof options)[0]]);
}
