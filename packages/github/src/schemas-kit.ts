import { limited, MAX_DEPTH } from "@flaghook/core/check";
import { onceEach } from "@flaghook/core/shape";
import * as z from "zod/mini";
import { fieldsOf, ownFields, SHAPE, type EventShape, type Kit, type Shape } from "./shape.ts";

type Schema = z.ZodMiniType;

let made: Kit<Schema> | undefined;

// Made at first use, so that importing a schema makes none.
function kit(): Kit<Schema> {
  return (made ??= createKit());
}

function createKit(): Kit<Schema> {
  const [s, n, b, m] = [z.string(), z.number(), z.boolean(), z.looseObject({})];
  const t = z.union([n, s]);
  const Nil = z.nullish;
  const [S, N, B, T, M, x] = [s, n, b, t, m, z.undefined()].map((node) => Nil(node)) as unknown as [
    Schema,
    Schema,
    Schema,
    Schema,
    Schema,
    Schema,
  ];
  const plain = { s, n, b, t, m, u: z.unknown(), S, N, B, T, M, x };
  const l = onceEach((shape: Shape) => lazy(() => z.looseObject(shape(kit()))));
  return {
    ...plain,
    a: array,
    A: (element) => Nil(array(element)),
    o: z.looseObject,
    O: (fields) => Nil(z.looseObject(fields)),
    l,
    L: (shape) => Nil(l(shape)),
    all: (words) => fieldsOf(words, (letter) => plain[letter]),
    or: (...nodes) => z.union(nodes),
    nil: z.nullable,
    Nil,
  };
}

function lazy(make: () => Schema): Schema {
  return limited(z.lazy(make), MAX_DEPTH);
}

function array(element: Schema): Schema {
  return limited(z.array(element));
}

/**
 * The zod schema of an event's payload, built when it first parses. Its actions are not told apart.
 */
export function eventSchema<Payload>(shape: EventShape): z.ZodMiniType<Payload> {
  return schemaOf(shape, () => z.looseObject(shape.fields(kit())));
}

/**
 * The same for an event whose shape lists actions: apart, so that a bundle without such events has
 * none of it.
 */
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

/** The same for an event with one action, which older servers do not send. */
export function soleActionSchema<Payload>(shape: EventShape): z.ZodMiniType<Payload> {
  return schemaOf(shape, () =>
    z.looseObject({ action: z.nullish(z.literal(shape.actions!)), ...shape.fields(kit()) }),
  );
}

function schemaOf<Payload>(shape: EventShape, make: () => Schema): z.ZodMiniType<Payload> {
  const schema = lazy(make) as unknown as z.ZodMiniType<Payload>; // a type test proves that they agree
  return Object.defineProperty(schema, SHAPE, { value: shape });
}
