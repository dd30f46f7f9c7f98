import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A piece of code that is printed for people to copy. */
export interface CodeBlock {
  /** Relative to the folder that was searched. */
  readonly file: string;
  /** Line of the file on which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

/** The fenced `ts` blocks of a Markdown text. Other languages are left alone. */
export function markdownBlocks(file: string, text: string): readonly CodeBlock[] {
  return blocks(file, text, /^```ts\n([^]*?)^```$/gm, (code) => code);
}

/** The fenced `ts` blocks of the `@example`s in the docblocks of a source file. */
export function docblockBlocks(file: string, text: string): readonly CodeBlock[] {
  return blocks(file, text, /^ *\* ```ts\n([^]*?)^ *\* ```$/gm, (code) => code.replace(/^ *\* ?/gm, ""));
}

/** All code for people in a package: its README's and its docblocks'. */
export function packageBlocks(folder: string): readonly CodeBlock[] {
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const sources = globSync("src/**/*.ts", { cwd: folder }).sort();
  return [
    ...globSync("README.md", { cwd: folder }).flatMap((file) => markdownBlocks(file, read(file))),
    ...sources.flatMap((file) => docblockBlocks(file, read(file))),
  ];
}

function blocks(
  file: string,
  text: string,
  fence: RegExp,
  unindent: (code: string) => string,
): readonly CodeBlock[] {
  return Array.from(text.matchAll(fence), (match) => ({
    file,
    line: text.slice(0, match.index).split("\n").length + 1,
    code: unindent(match[1]!),
  }));
}
