import type { ZodMiniType } from "zod/mini";
import {
  basicMakers,
  lazyKind,
  recordKind,
  specialKind,
  unionKind,
  variantsKind,
  type Schema,
  type SchemaKind,
  type SchemaMaker,
} from "./schema-kinds.ts";
import type { Kind, Kit, Shape } from "./shape.ts";

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
  let makers: ReadonlyMap<string, SchemaMaker> | undefined;
  // At first use, so that importing a schema makes none.
  const createMakers = (): ReadonlyMap<string, SchemaMaker> =>
    new Map([
      ...Object.entries(basicMakers()),
      ...Object.entries(furtherKinds).map(([kind, create]) => [kind, create(kit)] as const),
    ]);
  const kit: Kit<Schema> = (kind, _check, ...inside) => {
    const maker = (makers ??= createMakers()).get(kind);
    if (maker === undefined) throw missing(kind);
    return maker(...(inside as never[])); // a part passes what its kind takes
  };
  return <Value>(shape: Shape<Value>) => shape(kit) as ZodMiniType<Value>; // a test compares what both let through
}

function missing(kind: Kind): TypeError {
  return new TypeError(`createSchemaOf needs ${kind}: ${kind}Kind for this shape.`);
}

/** The zod/mini schema of a shape. Lets through what the shape's check does, and gives a copy. */
export const schemaOf: SchemaOf = /* @__PURE__ */ createSchemaOf({
  lazy: lazyKind,
  record: recordKind,
  special: specialKind,
  union: unionKind,
  variants: variantsKind,
});
