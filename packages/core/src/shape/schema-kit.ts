import type { ZodMiniType } from "zod/mini";
import {
  basicKinds,
  lazyKind,
  recordKind,
  specialKind,
  unionKind,
  variantsKind,
  type FurtherKinds,
  type Schema,
} from "./schema-kinds.ts";
import type { Kit, Shape } from "./shape.ts";

/** Makes the zod/mini schema of a shape, which gives a copy of what passes. */
export type SchemaOf = <Value>(shape: Shape<Value>) => ZodMiniType<Value>;

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
  const kinds = new Map<string, (...inside: never[]) => Schema>(
    Object.entries({ ...basicKinds, ...furtherKinds }),
  );
  const kit: Kit<Schema> = (kind, _check, ...inside) => {
    const make = kinds.get(kind);
    if (make === undefined) throw new TypeError(`createSchemaOf has no ${kind}: pass ${kind}Kind.`);
    return make(...(inside as never[])); // a part passes what its kind takes
  };
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
