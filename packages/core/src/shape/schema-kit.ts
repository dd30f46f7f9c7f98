import * as z from "zod/mini";
import { MAX_DEPTH, type Check } from "../validation/check.ts";
import { limited } from "../validation/limited-schema.ts";
import { oncePerBuilder } from "./once-per-builder.ts";
import type { Kind, Kit, Shape } from "./shape.ts";

type Schema = z.ZodMiniType;
type Makers = Readonly<Record<Kind, (...inside: never[]) => Schema>>;

let makers: Makers | undefined;

/** Makes zod/mini schemas. Whatever the parts' own checks are, zod has its own. */
const schemaKit: Kit<Schema> = (kind, _check, ...inside) =>
  (makers ??= createMakers())[kind](...(inside as never[])); // a part passes what its kind takes

// At first use, so that importing a schema makes none.
function createMakers(): Makers {
  return {
    string: z.string,
    number: z.number,
    boolean: z.boolean,
    unknown: z.unknown,
    absent: () => z.nullish(z.undefined()),
    literal: (...values: [string]) => z.literal(values),
    array: (element: Schema) => limited(z.array(element)),
    record: (member: Schema) => limited(z.record(z.string(), member)),
    object: z.looseObject,
    union: (...nodes: Schema[]) => z.union(nodes),
    variants: (key: string, options: Readonly<Record<string, z.ZodMiniObject>>) =>
      z.discriminatedUnion(key, Object.values(options) as [z.ZodMiniObject]),
    optional: z.optional,
    nullable: z.nullable,
    nullish: z.nullish,
    lazy: oncePerBuilder((build: () => Shape) => lazySchema(() => build()(schemaKit))),
    special: createSpecial,
  };
}

function createSpecial(check: Check, then?: Schema, read?: (value: unknown) => unknown): Schema {
  const checked: Schema = z.custom((value) => check(value));
  const piped = then === undefined ? checked : z.pipe(checked, then);
  return read === undefined ? piped : z.pipe(piped, z.transform(read));
}

function lazySchema(build: () => Schema): Schema {
  return limited(z.lazy(build), MAX_DEPTH);
}

/**
 * The zod/mini schema of a shape. Lets through what the shape's check does, and gives a copy.
 */
export function schemaOf<Value>(shape: Shape<Value>): z.ZodMiniType<Value> {
  return shape(schemaKit) as z.ZodMiniType<Value>; // a test compares what both let through
}
