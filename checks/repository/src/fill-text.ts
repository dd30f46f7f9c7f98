/**
 * Fills the paragraphs, list items and tags of a text up to a width, each by itself. Headings,
 * tables and fenced code stay as they are.
 */
export function fillText(lines: readonly string[], width: number): readonly string[] {
  return partsOf(lines).flatMap((part) => fill(part, width));
}

/** Lines that are filled together; a part of one line that is not text stays as it is. */
interface Part {
  readonly lines: readonly string[];
  readonly isText: boolean;
}

function partsOf(lines: readonly string[]): readonly Part[] {
  const parts: { lines: string[]; isText: boolean }[] = [];
  let isCode = false;
  for (const line of lines) {
    const isFence = line.trimStart().startsWith("```");
    const before = parts.at(-1);
    const startsPart = /^\s*(?:@|[-*] |\d+\. )/.test(line);
    if (isCode || isFence || line === "" || /^\s*(?:\||#)/.test(line))
      parts.push({ lines: [line], isText: false });
    else if (before?.isText === true && !startsPart) before.lines.push(line.trim());
    else parts.push({ lines: [line], isText: true });
    if (isFence) isCode = !isCode;
  }
  while (parts[0]?.lines[0] === "") parts.shift();
  while (parts.at(-1)?.lines[0] === "") parts.pop();
  return parts;
}

function fill({ lines, isText }: Part, width: number): readonly string[] {
  if (!isText) return lines;
  const [first = ""] = lines;
  const lead = /^\s*/.exec(first)![0];
  const bullet = /^\s*((?:[-*]|\d+\.) )/.exec(first)?.[1] ?? "";
  const hanging = lead + " ".repeat(first.trimStart().startsWith("@") ? 2 : bullet.length);
  const filled: string[] = [];
  let line = lead;
  for (const word of words(lines.join(" ").trim())) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      filled.push(line);
      line = hanging + word;
    } else line = line.trim() === "" ? line + word : `${line} ${word}`;
  }
  return [...filled, line];
}

/** The pieces that stay whole: a word, a link with its text, a span of code. */
function words(text: string): readonly string[] {
  return text.match(/(?:\{@[^}]*\}|`[^`]*`|\S)+/g) ?? [];
}
