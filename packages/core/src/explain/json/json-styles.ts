/** How a sender prints JSON. */
export interface JsonStyle {
  /** The sender or form, in words: it completes "printed again in …". */
  readonly name: string;
  readonly comma: "," | ", ";
  readonly colon: ":" | ": ";
  /** One level of indentation. Default: all on one line. */
  readonly indent?: string;
  readonly escapes: Escapes;
  readonly order: KeyOrder;
}

/** Characters that are escaped beside quotes, backslashes and control characters. */
export type Escapes =
  /** Nothing: JavaScript, Ruby, and Python without ASCII escapes. */
  | "minimal"
  /** `<`, `>`, `&` and the line separators, as Go and Rails do. */
  | "html"
  /** All that is not ASCII, as Python does. */
  | "ascii"
  /** All that is not ASCII, and slashes, as PHP does. */
  | "slash";

/**
 * How keys are ordered: as they came, all sorted, or sorted where JavaScript has moved integers to
 * the front.
 */
export type KeyOrder = "given" | "sorted" | "integers";

const oneLine = { comma: ",", colon: ":" } as const;
const spaced = { comma: ", ", colon: ": " } as const;
const pretty = { comma: ",", colon: ": " } as const;

/** The form that `JSON.stringify` writes. */
export const COMPACT: JsonStyle = {
  name: "JavaScript's compact form",
  ...oneLine,
  escapes: "minimal",
  order: "given",
};

/** The styles of senders, the commonest first. */
export const JSON_STYLES: readonly JsonStyle[] = [
  COMPACT,
  { name: "Go's compact form with its escapes", ...oneLine, escapes: "html", order: "given" },
  { name: "Go's compact form with sorted maps", ...oneLine, escapes: "html", order: "integers" },
  { name: "Python's json.dumps", ...spaced, escapes: "ascii", order: "given" },
  { name: "Python's json.dumps with sorted keys", ...spaced, escapes: "ascii", order: "sorted" },
  { name: "Python's json.dumps without ASCII escapes", ...spaced, escapes: "minimal", order: "given" },
  { name: "2-space print", ...pretty, indent: "  ", escapes: "minimal", order: "given" },
  { name: "4-space print", ...pretty, indent: "    ", escapes: "minimal", order: "given" },
  { name: "Go's compact form with all keys sorted", ...oneLine, escapes: "html", order: "sorted" },
  { name: "the compact form with sorted keys", ...oneLine, escapes: "minimal", order: "sorted" },
  { name: "Python's compact form", ...oneLine, escapes: "ascii", order: "given" },
  { name: "Python's compact form with sorted keys", ...oneLine, escapes: "ascii", order: "sorted" },
  { name: "Python's 2-space print", ...pretty, indent: "  ", escapes: "ascii", order: "given" },
  { name: "Python's 4-space print", ...pretty, indent: "    ", escapes: "ascii", order: "given" },
  {
    name: "Python's 4-space print with sorted keys",
    ...pretty,
    indent: "    ",
    escapes: "ascii",
    order: "sorted",
  },
  { name: "Go's 2-space print", ...pretty, indent: "  ", escapes: "html", order: "given" },
  { name: "print with tabs", ...pretty, indent: "\t", escapes: "minimal", order: "given" },
  { name: "2-space print with sorted keys", ...pretty, indent: "  ", escapes: "minimal", order: "sorted" },
  { name: "PHP's json_encode", ...oneLine, escapes: "slash", order: "given" },
  { name: "PHP's pretty print", ...pretty, indent: "    ", escapes: "slash", order: "given" },
];
