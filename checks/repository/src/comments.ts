import { parseSync } from "oxc-parser";

/** One comment of a source file: a block, or line comments one below the other. */
export interface Comment {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly isDocblock: boolean;
  /** Its lines as they are in the file, from the first column on. */
  readonly source: readonly string[];
  /** What it says: without its marks, examples and tags, a line break between paragraphs. */
  readonly text: string;
}

/** The comments of a TypeScript file. */
export function commentsOf(file: string, source: string): readonly Comment[] {
  const lines = source.split("\n");
  const found: { type: string; value: string; first: number; last: number }[] = [];
  for (const { type, value, start, end } of parseSync(file, source).comments) {
    const first = source.slice(0, start).split("\n").length;
    const last = source.slice(0, end).split("\n").length;
    const before = found.at(-1);
    const isAlone = source.slice(source.lastIndexOf("\n", start) + 1, start).trim() === "";
    if (type === "Line" && isAlone && before?.type === "Line" && before.last === first - 1) {
      before.value += `\n${value}`;
      before.last = last;
    } else found.push({ type, value, first, last });
  }
  return found.map(({ type, value, first, last }) => ({
    line: first,
    isDocblock: type === "Block" && value.startsWith("*"),
    source: lines.slice(first - 1, last),
    text: prose(value),
  }));
}

/** The sentences of a comment, in order. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((paragraph) => paragraph.split(/(?<=[.!?:;][)"'`]?)\s+(?=["'`(]?\p{Lu})/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

function prose(value: string): string {
  return value
    .replace(/^\s*\* ?/gm, "")
    .replace(/```[^]*?```/g, "")
    .replace(/^\s*@(?:param|returns|throws|see|example|default)\b.*$/gm, "\n")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
    .join("\n");
}
