import * as z from "zod/mini";
import { MAX_DEPTH, type Check } from "../validation/check.ts";
import { limited } from "../validation/limited-schema.ts";
import type { Kinds } from "./shape.ts";

export type Schema = z.ZodMiniType;

/** The kinds that not all shapes have. Each brings more of zod along. */
export type FurtherKinds = Partial<Pick<Kinds<Schema>, "lazy" | "record" | "special" | "union" | "variants">>;

/** The kinds that nearly all shapes have. */
export const basicKinds: Omit<Kinds<Schema>, keyof FurtherKinds> = {
  string: z.string,
  number: z.number,
  boolean: z.boolean,
  unknown: z.unknown,
  absent: () => z.nullish(z.undefined()),
  literal: (...values) => z.literal(values),
  array: (element) => limited(z.array(element)),
  object: z.looseObject,
  optional: z.optional,
  nullable: z.nullable,
  nullish: z.nullish,
};

/** For `createSchemaOf`: schemas of `lazy` parts. */
export function lazyKind(make: () => Schema): Schema {
  return limited(z.lazy(make), MAX_DEPTH);
}

/** For `createSchemaOf`: schemas of `record` parts. */
export function recordKind(member: Schema): Schema {
  return limited(z.record(z.string(), member));
}

/** For `createSchemaOf`: schemas of `special` parts, and of `nonEmptyString`. */
export function specialKind(check: Check, then?: Schema, read?: (value: never) => unknown): Schema {
  const checked: Schema = z.custom((value) => check(value));
  const piped = then === undefined ? checked : z.pipe(checked, then);
  return read === undefined ? piped : z.pipe(piped, z.transform(read as (value: unknown) => unknown)); // it has passed
}

/** For `createSchemaOf`: schemas of `union` parts. */
export function unionKind(...nodes: readonly Schema[]): Schema {
  return z.union(nodes);
}

/** For `createSchemaOf`: schemas of `variants` parts. */
export function variantsKind(key: string, options: Readonly<Record<string, Schema>>): Schema {
  return z.discriminatedUnion(key, Object.values(options) as [z.ZodMiniObject]); // objects, one at least, or zod throws
}
