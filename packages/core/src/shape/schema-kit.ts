import type { ZodMiniType } from "zod/mini";
import {
  BASIC_MAKERS,
  lazyKind,
  recordKind,
  specialKind,
  unionKind,
  variantsKind,
  type Schema,
  type SchemaKind,
} from "./schema-kinds.ts";
import type { Kit, Shape } from "./shape.ts";

/** Makes the zod/mini schema of a shape, which gives a copy of what passes. */
export type SchemaOf = <Value>(shape: Shape<Value>) => ZodMiniType<Value>;

/** The kinds of parts that not all shapes have, each with what makes schemas of it. */
export type FurtherKinds = Readonly<
  Partial<Record<"lazy" | "record" | "special" | "union" | "variants", SchemaKind>>
>;

/**
 * A {@link schemaOf} for shapes with these kinds of parts and the basic ones. A bundle has less of
 * zod, up to 3 KB. A shape with another kind is a TypeError.
 *
 * @example
 * ```ts
 * import { createSchemaOf, recordKind } from "@flaghook/core/schemas";
 * import { number, object, record } from "@flaghook/core/shape";
 *
 * const schemaOf = createSchemaOf({ record: recordKind });
 * export const stockSchema = schemaOf(object({ pieces: record(number) }));
 * ```
 */
export function createSchemaOf(furtherKinds: FurtherKinds): SchemaOf {
  const makers = new Map(Object.entries(BASIC_MAKERS));
  const kit: Kit<Schema> = (kind, _check, ...inside) => {
    const maker = makers.get(kind);
    if (maker === undefined) throw new TypeError(`createSchemaOf has no ${kind}: pass ${kind}Kind.`);
    return maker(...(inside as never[])); // a part passes what its kind takes
  };
  for (const [kind, create] of Object.entries(furtherKinds)) makers.set(kind, create(kit));
  return <Value>(shape: Shape<Value>) => shape(kit) as ZodMiniType<Value>; // a test compares what both let through
}

/** The zod/mini schema of a shape. Lets through what the shape's check does, and gives a copy. */
export const schemaOf: SchemaOf = /* @__PURE__ */ createSchemaOf({
  lazy: lazyKind,
  record: recordKind,
  special: specialKind,
  union: unionKind,
  variants: variantsKind,
});
