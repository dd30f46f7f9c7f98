import type { JsonMember, JsonNode } from "./json-tree.ts";
import type { Escapes, JsonStyle, KeyOrder } from "./json-styles.ts";

/**
 * Longest text that is printed: four times the longest that is read. Indentation could make it
 * endless.
 */
const MAX_PRINTED = 2 ** 24;

/** Thrown and caught in this file alone. */
const TOO_LONG = new Error("too long");

/** Prints JSON in a style. `undefined` when it would be over 16 million characters. */
export function printJson(root: JsonNode, style: JsonStyle): string | undefined {
  const { comma, colon, indent, escapes, order } = style;
  let printed = "";

  function write(text: string): void {
    printed += text;
    if (printed.length > MAX_PRINTED) throw TOO_LONG;
  }

  function writeNode(node: JsonNode, depth: number): void {
    if (node.kind === "plain") write(node.text);
    else if (node.kind === "string") write(quote(node.text, escapes));
    else if (node.kind === "array") {
      writeItems("[", "]", node.elements, depth, (element) => writeNode(element, depth + 1));
    } else {
      writeItems("{", "}", inOrder(node.members, order), depth, ([key, value]) => {
        write(quote(key, escapes) + colon);
        writeNode(value, depth + 1);
      });
    }
  }

  function writeItems<Item>(
    open: string,
    close: string,
    items: readonly Item[],
    depth: number,
    writeItem: (item: Item) => void,
  ): void {
    write(open);
    const start = lineBreak(indent, depth + 1);
    for (let index = 0; index < items.length; index++) {
      write(index === 0 ? start : comma + start);
      writeItem(items[index]!);
    }
    write(items.length === 0 ? close : lineBreak(indent, depth) + close);
  }

  try {
    writeNode(root, 0);
    return printed;
  } catch {
    return undefined;
  }
}

/** Keys that JavaScript takes for an index and moves before all others. */
export const INTEGER_KEY = /^(?:0|[1-9]\d{0,9})$/;

function inOrder(members: readonly JsonMember[], order: KeyOrder): readonly JsonMember[] {
  const isToSort =
    order === "sorted" || (order === "integers" && members.some(([key]) => INTEGER_KEY.test(key)));
  return isToSort ? members.toSorted(byKey) : members;
}

function byKey([left]: JsonMember, [right]: JsonMember): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function lineBreak(indent: string | undefined, depth: number): string {
  return indent === undefined ? "" : `\n${indent.repeat(depth)}`;
}

function quote(text: string, escapes: Escapes): string {
  const quoted = JSON.stringify(text);
  if (escapes === "minimal") return quoted;
  if (escapes === "html") return quoted.replace(/[<>&\u2028\u2029]/g, unicodeEscape);
  const ascii = quoted.replace(/[\u007f-\uffff]/g, unicodeEscape);
  return escapes === "slash" ? ascii.replaceAll("/", "\\/") : ascii;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
