/**
 * How a JSON text that was cut short may have ended, the plainest first. Empty when nothing is
 * missing or it is no JSON.
 */
export function missingEnds(text: string): readonly string[] {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return [];
  const { closers, isInString } = openAt(text);
  if (closers.length === 0 || closers.length > 64) return [];
  const start = isInString ? '"' : "";
  const closed = start + closers.toReversed().join("");
  const unit = /\n([ \t]+)\S/.exec(text)?.[1];
  const printed = unit === undefined ? [] : [start + printedClosers(text, closers, unit)];
  return [closed, ...printed].flatMap((end) => [end, `${end}\n`]);
}

/**
 * Brackets that are open at the text's end, outermost first, and whether it ends within a string.
 */
function openAt(text: string): { closers: string[]; isInString: boolean } {
  const closers: string[] = [];
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (isInString) {
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") closers.push("}");
    else if (character === "[") closers.push("]");
    else if (character === "}" || character === "]") closers.pop();
  }
  return { closers, isInString };
}

/**
 * The same closers on lines of their own, where the text was cut after a value or in the line break
 * behind it.
 */
function printedClosers(text: string, closers: readonly string[], unit: string): string {
  const lines = closers
    .map((closer, depth) => `\n${unit.repeat(depth)}${closer}`)
    .toReversed()
    .join("");
  const rest = /\n[ \t]*$/.exec(text)?.[0] ?? "";
  return lines.startsWith(rest) ? lines.slice(rest.length) : lines;
}
