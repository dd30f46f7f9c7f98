/**
 * Parts to make a shape with. There are two kits: one makes plain checks, the other zod schemas. A
 * shape is written once and can therefore not say one thing to `verify` and another to the users of
 * the schemas.
 *
 * Generated shapes use nothing but a kit, so its names are short. A name in lower case must be
 * there; the same name in upper case may be absent or `null`.
 */
export interface Kit<Node> {
  /** Text. */
  readonly s: Node;
  readonly S: Node;
  /** A finite number. */
  readonly n: Node;
  readonly N: Node;
  /** A boolean. */
  readonly b: Node;
  readonly B: Node;
  /** Text or a number: most times, and a few ids. */
  readonly t: Node;
  readonly T: Node;
  /** An object used as a map. Its members are not looked at. */
  readonly m: Node;
  readonly M: Node;
  /** Anything but absence. */
  readonly u: Node;
  /** No such key. */
  readonly x: Node;
  /** An array. */
  a(element: Node): Node;
  A(element: Node): Node;
  /** An object with these fields, and any others. */
  o(fields: NodeFields<Node>): Node;
  O(fields: NodeFields<Node>): Node;
  /** A component: an object that is built when it is first needed, and once. */
  l(shape: Shape): Node;
  readonly L: (shape: Shape) => Node;
  /**
   * Fields of plain types, as words: a letter stands before the names of its type, as in
   * `"s id name N size"`.
   */
  all(words: string): NodeFields<Node>;
  /** One of several. */
  or(...nodes: readonly Node[]): Node;
  /** The same or `null`. */
  nil(node: Node): Node;
  /** The same, absent or `null`. */
  Nil(node: Node): Node;
}

export type NodeFields<Node> = Readonly<Record<string, Node>>;

/** The fields of a component. */
export type Shape = <Node>(kit: Kit<Node>) => NodeFields<Node>;

/** The letters of plain types. */
export type Letter = "s" | "S" | "n" | "N" | "b" | "B" | "t" | "T" | "m" | "M" | "u" | "x";

/** Gives every name among the words the node of the letter before it. For both kits. */
export function fieldsOf<Node>(words: string, node: (letter: Letter) => Node): NodeFields<Node> {
  const fields: Record<string, Node> = {};
  let letter: Letter = "u";
  for (const word of words.split(" ")) {
    if (word.length === 1) letter = word as Letter; // no field has a name that short
    else fields[word] = node(letter);
  }
  return fields;
}

/** What an event's payload looks like. */
export interface EventShape {
  /** Listed actions, with spaces between; empty when none may come; absent when any may. */
  readonly actions?: string;
  /** There is one action, and older servers do not send it. */
  readonly isActionOptional?: true;
  /** Fields of every action's payload. */
  readonly fields: Shape;
  /**
   * Further fields of single actions. A key names the actions that share them, with spaces between.
   */
  readonly only?: <Node>(kit: Kit<Node>) => Readonly<Record<string, NodeFields<Node>>>;
}

/** The fields that an event's actions have of their own, by action. */
export function ownFields<Node>(
  kit: Kit<Node>,
  only: EventShape["only"],
): ReadonlyMap<string, NodeFields<Node>> {
  const groups = Object.entries(only?.(kit) ?? {});
  return new Map(
    groups.flatMap(([names, fields]) => names.split(" ").map((name) => [name, fields] as const)),
  );
}

/** Under this key a check and a schema carry the shape that they were made from, unseen. */
export const SHAPE: unique symbol = Symbol.for("flaghook.shape");

/** The shape that a check or a schema of this package was made from. */
export function shapeOf(validator: object): EventShape | undefined {
  return (validator as { [SHAPE]?: EventShape })[SHAPE];
}
