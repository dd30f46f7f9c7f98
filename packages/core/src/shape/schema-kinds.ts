import * as z from "zod/mini";
import { MAX_DEPTH, type Check } from "../validation/check.ts";
import { limited } from "../validation/limited-schema.ts";
import { onceEach } from "./once-each.ts";
import type { Kit, Shape } from "./shape.ts";

export type Schema = z.ZodMiniType;

/** Makes the schemas of one kind, from the nodes of the parts inside. */
export type SchemaMaker = (...inside: never[]) => Schema;

/** Makes such a maker for a kit. Each of these brings more of zod along. */
export type SchemaKind = (kit: Kit<Schema>) => SchemaMaker;

/** The kinds that nearly all shapes have. */
export const BASIC_MAKERS: Readonly<Record<string, SchemaMaker>> = {
  string: z.string,
  number: z.number,
  boolean: z.boolean,
  unknown: z.unknown,
  absent: () => z.nullish(z.undefined()),
  literal: (...values: [string]) => z.literal(values),
  array: (element: Schema) => limited(z.array(element)),
  object: z.looseObject,
  optional: z.optional,
  nullable: z.nullable,
  nullish: z.nullish,
};

/** For `createSchemaOf`: schemas of `lazy` parts. */
export const lazyKind: SchemaKind = (kit) =>
  onceEach((build: () => Shape) =>
    limited(
      z.lazy(() => build()(kit)),
      MAX_DEPTH,
    ),
  );

/** For `createSchemaOf`: schemas of `record` parts. */
export const recordKind: SchemaKind = () => (member: Schema) => limited(z.record(z.string(), member));

/** For `createSchemaOf`: schemas of `special` parts, and of `nonEmptyString`. */
export const specialKind: SchemaKind =
  () =>
  (check: Check, then?: Schema, read?: (value: unknown) => unknown): Schema => {
    const checked: Schema = z.custom((value) => check(value));
    const piped = then === undefined ? checked : z.pipe(checked, then);
    return read === undefined ? piped : z.pipe(piped, z.transform(read));
  };

/** For `createSchemaOf`: schemas of `union` parts. */
export const unionKind: SchemaKind =
  () =>
  (...nodes: Schema[]) =>
    z.union(nodes);

/** For `createSchemaOf`: schemas of `variants` parts. */
export const variantsKind: SchemaKind =
  () => (key: string, options: Readonly<Record<string, z.ZodMiniObject>>) =>
    z.discriminatedUnion(key, Object.values(options) as [z.ZodMiniObject]); // one at least, or zod throws
