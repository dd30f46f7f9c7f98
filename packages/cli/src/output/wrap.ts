/** The columns of a terminal, and of anything else: no line is longer than people read well. */
export function widthOf(stream: { readonly columns?: number }): number {
  return Math.min(Math.max(stream.columns ?? 100, 20), 100);
}

/**
 * Breaks a text at its spaces, and begins every line with `indent`. A longer word has its own line.
 */
export function wrap(text: string, width: number, indent: string): string {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, width - indent.length))
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
