import * as check from "../validation/check.ts";
import { onceEach } from "./once-each.ts";
import type { Fields, Kit, ObjectOf, OptionalShape, Shape, ValueOf } from "./shape.ts";

// A cast beside each shape: the type that it carries is nowhere but in its declaration.

/** Text, the empty one too. */
export const string = ((kit) => kit("string", check.string)) as Shape<string>;

/** A finite number. */
export const number = ((kit) => kit("number", check.number)) as Shape<number>;

/** `true` or `false`. */
export const boolean = ((kit) => kit("boolean", check.boolean)) as Shape<boolean>;

/** Any JSON value. It must be there; `null` counts. */
export const unknown = ((kit) => kit("unknown", check.unknown)) as Shape;

/** No such key, or `null`. For keys that tell another shape: all other unknown keys pass. */
export const absent = ((kit) => kit("absent", check.absent)) as OptionalShape<null | undefined>;

/** One of these texts. */
export function literal<const Value extends string>(...values: readonly Value[]): Shape<Value> {
  return ((kit) => kit("literal", check.literal, ...values)) as Shape<Value>;
}

/** An array whose elements all have the shape. */
export function array<Value>(element: Shape<Value>): Shape<readonly Value[]> {
  return ((kit) => kit("array", check.array, element(kit))) as Shape<readonly Value[]>;
}

/** An object used as a map: any keys, and every value has the shape. */
export function record<Value>(member: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return ((kit) => kit("record", check.record, member(kit))) as Shape<Readonly<Record<string, Value>>>;
}

/** An object with at least these fields. Other keys pass untouched. */
export function object<const Given extends Fields>(fields: Given): Shape<ObjectOf<Given>> {
  return ((kit) => kit("object", check.object, nodesOf(fields, kit))) as Shape<ObjectOf<Given>>;
}

/** One of several shapes. */
export function union<const Given extends readonly Shape[]>(...shapes: Given): Shape<ValueOf<Given[number]>> {
  return ((kit) => kit("union", check.union, ...shapes.map((shape) => shape(kit)))) as Shape<
    ValueOf<Given[number]>
  >;
}

/** One of several objects: the text under `key`, a literal in each of them, says which. */
export function variants<const Given extends Fields>(
  key: string,
  options: Given,
): Shape<ValueOf<Given[keyof Given]>> {
  return ((kit) => kit("variants", check.variants, key, nodesOf(options, kit))) as Shape<
    ValueOf<Given[keyof Given]>
  >;
}

/** The shape, or no such key. */
export function optional<Value>(shape: Shape<Value>): OptionalShape<Value> {
  return ((kit) => kit("optional", check.optional, shape(kit))) as OptionalShape<Value>;
}

/** The shape or `null`. */
export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return ((kit) => kit("nullable", check.nullable, shape(kit))) as Shape<Value | null>;
}

/** The shape, `null`, or no such key. */
export function nullish<Value>(shape: Shape<Value>): OptionalShape<Value | null> {
  return ((kit) => kit("nullish", check.nullish, shape(kit))) as OptionalShape<Value | null>;
}

/**
 * A shape that is built when it is first needed, so that shapes can refer to each other. More than
 * 32 levels of it within itself do not pass.
 */
export const lazy = /* @__PURE__ */ onceEach((build: () => Shape) =>
  onceEach((kit: Kit<unknown>) => kit("lazy", check.lazy, () => build()(kit))),
) as <Value>(build: () => Shape<Value>) => Shape<Value>;

/** What {@link special} needs. */
export interface SpecialShape<Value> {
  /** Whether a value passes: what `verify` runs, and the schema too. */
  readonly check: check.Check;
  /** What else a value must be, once the check has passed. */
  readonly shape?: Shape<Value>;
  /** What the schema gives for a value that passed. `verify` never calls it. Default: the value. */
  readonly read?: (value: never) => Value;
}

/**
 * A shape that the others cannot say, or not as fast: its check is yours. Without a `shape` beside
 * the check, nothing proves that `Value` is what passes.
 */
export function special<Value>({ check: own, shape, read }: SpecialShape<Value>): Shape<Value> {
  return ((kit) => kit("special", both, own, shape?.(kit), read)) as Shape<Value>;
}

function both(own: check.Check, then: check.Check | undefined): check.Check {
  return then === undefined ? own : (value, issues) => own(value, issues) && then(value, issues);
}

/** Text with something in it: an identity, say. */
export const nonEmptyString: Shape<string> = /* @__PURE__ */ special<string>({
  check: (value, issues) =>
    (typeof value === "string" && value !== "") || check.fail("invalid_type", "non-empty string", issues),
});

function nodesOf<Node>(fields: Fields, kit: Kit<Node>): Readonly<Record<string, Node>> {
  return Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, shape(kit)]));
}
