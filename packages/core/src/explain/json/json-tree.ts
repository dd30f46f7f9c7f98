/**
 * A JSON value that keeps what parsing loses: the order of keys, repeated keys, and how numbers are
 * written.
 */
export type JsonNode =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "array"; readonly elements: readonly JsonNode[] }
  | { readonly kind: "object"; readonly members: readonly JsonMember[] };

/** One member of an object. */
export type JsonMember = readonly [key: string, value: JsonNode];

/**
 * Levels that are followed. Payloads nest a dozen deep; printing what nests deeper would take its
 * square.
 */
const MAX_NESTING = 128;

/**
 * Values that are followed. A payload of 4 MiB has about 300 000, and time goes by their number.
 */
const MAX_NODES = 400_000;

/** A number, `true`, `false` or `null`. */
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

const SPACE: readonly number[] = [0x20, 0x09, 0x0d, 0x0a];

/** Thrown and caught in this file alone. */
const NOT_JSON = new Error("not JSON");

/**
 * Reads JSON. `undefined` for anything else, and for what nests deeper or holds more than any
 * payload.
 */
export function parseJsonTree(text: string): JsonNode | undefined {
  let position = 0;
  let nodes = 0;

  function readValue(depth: number): JsonNode {
    if (depth > MAX_NESTING || ++nodes > MAX_NODES) throw NOT_JSON;
    skipSpace();
    const first = text[position];
    if (first === '"') return { kind: "string", text: readString() };
    if (first === "[") return { kind: "array", elements: readItems("]", () => readValue(depth + 1)) };
    if (first === "{") return { kind: "object", members: readItems("}", () => readMember(depth + 1)) };
    return { kind: "plain", text: readPlain() };
  }

  function readMember(depth: number): JsonMember {
    const key = readString();
    skipSpace();
    readCharacter(":");
    return [key, readValue(depth)];
  }

  function readItems<Item>(end: string, readItem: () => Item): readonly Item[] {
    position++;
    const items: Item[] = [];
    skipSpace();
    if (text[position] !== end) {
      for (;;) {
        skipSpace();
        items.push(readItem());
        skipSpace();
        if (text[position] !== ",") break;
        position++;
      }
    }
    readCharacter(end);
    return items;
  }

  function readString(): string {
    const start = position;
    readCharacter('"');
    let end = text.indexOf('"', position);
    while (end > 0 && isEscaped(end)) end = text.indexOf('"', end + 1);
    if (end < 0) throw NOT_JSON;
    position = end + 1;
    const quoted = text.slice(start, position);
    // Without a backslash or a control character it stands for itself, as nearly all do.
    return /^[\x20-\x5b\x5d-\uffff]*$/.test(quoted) ? quoted.slice(1, -1) : (JSON.parse(quoted) as string);
  }

  function isEscaped(index: number): boolean {
    let backslashes = 0;
    while (text[index - 1 - backslashes] === "\\") backslashes++;
    return backslashes % 2 === 1;
  }

  function readCharacter(expected: string): void {
    if (text[position++] !== expected) throw NOT_JSON;
  }

  function readPlain(): string {
    PLAIN.lastIndex = position;
    const found = PLAIN.exec(text);
    if (found === null) throw NOT_JSON;
    position = PLAIN.lastIndex;
    return found[0];
  }

  function skipSpace(): void {
    while (SPACE.includes(text.charCodeAt(position))) position++;
  }

  try {
    const root = readValue(0);
    skipSpace();
    return position === text.length ? root : undefined;
  } catch {
    return undefined;
  }
}
