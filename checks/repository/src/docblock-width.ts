import { fillText } from "./fill-text.ts";

/** A docblock is at most this wide, with what it is indented by. */
export const WIDTH = 100;

/**
 * Wraps the docblocks of a TypeScript source at {@link WIDTH} columns, those alone that have a
 * wider line. Paragraphs, list items and tags keep to themselves; code and links stay as they are.
 */
export function wrapDocblocks(source: string): string {
  return source.replace(
    /^([ \t]*)\/\*\*(?!\*)([^]*?)\*\/$/gm,
    (block: string, indent: string, inner: string) =>
      block.split("\n").some((line) => line.length > WIDTH) ? wrap(inner, indent) : block,
  );
}

function wrap(inner: string, indent: string): string {
  const text = inner.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const lines = fillText(
    text.map((line, index) => (index === 0 ? line.trim() : line)),
    WIDTH - indent.length - " * ".length,
  );
  const single = `${indent}/** ${lines[0]} */`;
  if (lines.length === 1 && single.length <= WIDTH) return single;
  const starred = lines.map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...starred, `${indent} */`].join("\n");
}
