import type { FieldNode, Fields, Primitive, TypeNode } from "../model/description.ts";

/** More documented values than this are a list of everything, not a help to the reader. */
const MAX_VALUES = 24;

/** The type that admits whatever one of the given types admits. */
export function mergeTypes(types: readonly TypeNode[]): TypeNode {
  const is = new Set<Primitive>(types.flatMap((type) => type.is ?? []));
  if (is.has("any")) return { is: ["any"] };
  const values = [...new Set(types.flatMap((type) => type.values ?? []))];
  const components = [...new Set(types.flatMap((type) => type.component ?? []))];
  const fields = types.flatMap((type) => (type.fields === undefined ? [] : [type.fields]));
  const arrays = types.flatMap((type) => (type.array === undefined ? [] : [type.array]));
  const maps = types.flatMap((type) => (type.map === undefined ? [] : [type.map]));
  // Two components, or a component and something written out, have no name in common: any object will do.
  const isBag = components.length > 1 || (components.length === 1 && fields.length > 0);
  return {
    ...(is.size > 0 && { is: [...is].sort() }),
    ...(values.length > 0 && values.length <= MAX_VALUES && { values: values.sort() }),
    ...(types.some((type) => type.nullable) && { nullable: true as const }),
    ...(components.length === 1 && !isBag && { component: components[0]! }),
    ...(isBag && { map: { is: ["any" as const] } }),
    ...(fields.length > 0 && !isBag && { fields: mergeFields(fields) }),
    ...(arrays.length > 0 && { array: mergeTypes(arrays) }),
    // "An object" beside one that is written out says nothing.
    ...(maps.length > 0 && fields.length === 0 && components.length === 0 && { map: mergeTypes(maps) }),
  };
}

/**
 * One object type out of the variants in which it is documented. A field's `required` becomes its
 * share of all of them: a variant that lists no required fields requires none. Where no variant has
 * a list nothing is said.
 */
export function mergeFields(variants: readonly Fields[]): Fields {
  const names = [...new Set(variants.flatMap((variant) => Object.keys(variant)))].sort();
  const isListed = variants.some((variant) =>
    Object.values(variant).some((field) => field.required !== undefined),
  );
  return Object.fromEntries(
    names.map((name) => {
      const stated = variants.flatMap((variant) => (variant[name] === undefined ? [] : [variant[name]]));
      const total = variants.reduce((sum, variant) => sum + (variant[name]?.required ?? 0), 0);
      const share = round(total / variants.length);
      const required = isListed ? { required: share } : {};
      const [doc] = stated.flatMap((field) => field.doc ?? []);
      // Said only where the share leaves it open.
      const isPartial = stated.length < variants.length && share >= 0.5;
      return [
        name,
        {
          ...mergeTypes(stated),
          ...required,
          ...(isPartial && { partial: true as const }),
          ...(doc !== undefined && { doc }),
        } satisfies FieldNode,
      ];
    }),
  );
}

function round(share: number): number {
  return Math.floor(share * 100) / 100;
}
