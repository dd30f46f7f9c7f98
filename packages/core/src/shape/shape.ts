import type { Check } from "../validation/check.ts";

/** Names the type that a shape carries. */
declare const VALUE: unique symbol;

/** Names the mark of a field that may be absent. */
declare const OPTIONAL: unique symbol;

/**
 * What a payload, or a part of one, looks like: written once, for the check that `verify` runs and
 * for the schema. `Value` is the type of a value that passes.
 *
 * A shape does nothing by itself: a {@link Kit} makes something of it.
 */
export interface Shape<Value = unknown> {
  <Node>(kit: Kit<Node>): Node;
  /** Never there: it carries the type. */
  readonly [VALUE]: Value;
}

/** A shape whose field may be absent. */
export interface OptionalShape<Value = unknown> extends Shape<Value> {
  /** Never there: it marks the type. */
  readonly [OPTIONAL]: true;
}

/** The fields of an object, by name. */
export type Fields = Readonly<Record<string, Shape>>;

/** The type of a value that passes a shape. */
export type ValueOf<Given extends Shape> = Given[typeof VALUE];

/** The type of an object with these fields. Keys that may be absent are optional. */
export type ObjectOf<Given extends Fields> = Flat<
  {
    readonly [Key in keyof Given as Given[Key] extends OptionalShape ? never : Key]: ValueOf<Given[Key]>;
  } & {
    readonly [Key in keyof Given as Given[Key] extends OptionalShape ? Key : never]?:
      | ValueOf<Given[Key]>
      | undefined;
  }
>;

type Flat<Given> = { [Key in keyof Given]: Given[Key] };

/** How to make a node of each kind of part: a check, or a schema. */
export interface Kinds<Node> {
  string(): Node;
  number(): Node;
  boolean(): Node;
  unknown(): Node;
  absent(): Node;
  literal(...values: readonly string[]): Node;
  array(element: Node): Node;
  record(member: Node): Node;
  object(fields: Readonly<Record<string, Node>>): Node;
  union(...nodes: readonly Node[]): Node;
  variants(key: string, options: Readonly<Record<string, Node>>): Node;
  optional(node: Node): Node;
  nullable(node: Node): Node;
  nullish(node: Node): Node;
  /** Call `make` later, not at once: what it makes may hold this node itself. */
  lazy(make: () => Node): Node;
  special(check: Check, then?: Node, read?: (value: never) => unknown): Node;
}

/** What a part of a shape can be. */
export type Kind = keyof Kinds<unknown>;

/**
 * Makes one kind of thing of shapes, checks or schemas: a node for each part. Gets the part's kind,
 * the check of that kind or the function that makes it, and the nodes of the parts inside.
 *
 * The check comes along so that a bundle has the kinds that its shapes use, and no others.
 */
export type Kit<Node> = (kind: Kind, check: unknown, ...inside: unknown[]) => Node;
