import { onceEach, type Kinds } from "@flaghook/core/shape";

/**
 * Core's kinds of parts, by letters: generated shapes have thousands of them. A letter in lower
 * case must be there; the same letter in upper case may be absent or `null`.
 */
export interface Parts<Node> {
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
  /** This text. */
  is(word: string): Node;
  /** An array. */
  a(element: Node): Node;
  A(element: Node): Node;
  /** An object with these fields, and any others. */
  o(fields: NodeFields<Node>): Node;
  O(fields: NodeFields<Node>): Node;
  /** A component: an object that is built when it is first needed, and once. */
  readonly l: (fields: Fields) => Node;
  L(fields: Fields): Node;
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

/** The fields of an object, of a component for one. */
export type Fields = <Node>(parts: Parts<Node>) => NodeFields<Node>;

/** The letters of plain types. */
type Letter = "s" | "S" | "n" | "N" | "b" | "B" | "t" | "T" | "m" | "M" | "u" | "x";

/** Kinds that no shape of GitHub's has. */
type UnusedKind = "optional" | "record" | "special" | "variants";

/** The letters for these kinds. */
export function createParts<Node>(kinds: Omit<Kinds<Node>, UnusedKind>): Parts<Node> {
  const { array: a, object: o, union: or, nullish: Nil } = kinds;
  const s = kinds.string();
  const n = kinds.number();
  const b = kinds.boolean();
  const t = or(s, n);
  const m = o({});
  const l = onceEach((fields: Fields) => kinds.lazy(() => o(fields(parts))));
  const parts: Parts<Node> = {
    s,
    S: Nil(s),
    n,
    N: Nil(n),
    b,
    B: Nil(b),
    t,
    T: Nil(t),
    m,
    M: Nil(m),
    u: kinds.unknown(),
    x: kinds.absent(),
    is: kinds.literal,
    a,
    A: (element) => Nil(a(element)),
    o,
    O: (fields) => Nil(o(fields)),
    l,
    L: (fields) => Nil(l(fields)),
    all: (words) => fieldsOf(words, parts),
    or,
    nil: kinds.nullable,
    Nil,
  };
  return parts;
}

/** Gives every name among the words the node of the letter before it. */
function fieldsOf<Node>(words: string, nodes: Readonly<Record<Letter, Node>>): NodeFields<Node> {
  const fields: Record<string, Node> = {};
  let letter: Letter = "u";
  for (const word of words.split(" ")) {
    if (word.length === 1) letter = word as Letter; // no field has a name that short
    else fields[word] = nodes[letter];
  }
  return fields;
}
