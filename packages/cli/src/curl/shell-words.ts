import { UsageError } from "../io/usage-error.ts";
import { readAnsiC, readDoubleQuoted, readSingleQuoted } from "./quotes.ts";
import { createCursor, type Cursor } from "./cursor.ts";

/** One command of a shell script: its words, and what it reads from its standard input. */
export interface ShellCommand {
  /** One character per byte. */
  readonly words: readonly string[];
  /** The text of a heredoc or a here-string, one character per byte. */
  readonly stdin?: string;
  /** The file that is redirected into it. */
  readonly stdinFile?: string;
  /** Another command writes to it. */
  readonly isPiped: boolean;
}

/**
 * The commands of a script, with quotes, escapes and heredocs taken off as bash does it. Works on
 * bytes: `text` has one character for each.
 *
 * Whatever the shell would replace by something that the line does not say, such as a variable, is
 * refused: a guess would be verified as if it had been sent.
 */
export function readCommands(text: string): readonly ShellCommand[] {
  const cursor = createCursor(text);
  const commands: ShellCommand[] = [];
  let isPiped = false;
  while (!cursor.isAtEnd()) {
    const { command, end } = readCommand(cursor, isPiped);
    if (command.words.length > 0) commands.push(command);
    isPiped = end === "|";
  }
  return commands;
}

function readCommand(
  cursor: Cursor,
  isPiped: boolean,
): { readonly command: ShellCommand; readonly end: string } {
  const words: string[] = [];
  const heredocs: Heredoc[] = [];
  let input: Pick<ShellCommand, "stdin" | "stdinFile"> = {};
  let end = "";
  while (!cursor.isAtEnd() && end === "") {
    if (cursor.take(/[ \t]+|\\\r?\n/y) !== undefined) continue;
    if (cursor.take(/#[^\n]*/y) !== undefined) continue;
    const heredoc = cursor.take(/<<-?/y);
    if (heredoc !== undefined) {
      if (cursor.take(/</y) !== undefined) input = { stdin: `${wordAfter(cursor)}\n` };
      else heredocs.push(readDelimiter(cursor, heredoc === "<<-"));
      continue;
    }
    if (cursor.take(/</y) !== undefined) {
      input = { stdinFile: wordAfter(cursor) };
      continue;
    }
    if (cursor.take(/\d?>>?&?\d?|&>>?/y) !== undefined) {
      if (cursor.peek(/[ \t]*[^ \t\n|;&]/y)) wordAfter(cursor); // where its output goes
      continue;
    }
    const separator = cursor.take(/\r?\n|&&|\|\||[|;&]/y);
    if (separator !== undefined) {
      end = separator;
      continue;
    }
    words.push(readWord(cursor));
  }
  // A heredoc begins on the line after its command, whatever else is on that line.
  if (heredocs.length > 0) {
    if (!end.endsWith("\n")) cursor.take(/[^\n]*\n/y);
    for (const one of heredocs) input = { stdin: readHeredoc(cursor, one) };
  }
  return { command: { words, ...input, isPiped }, end };
}

interface Heredoc {
  readonly delimiter: string;
  /** Nothing in it is replaced. */
  readonly isQuoted: boolean;
  readonly hasTabsRemoved: boolean;
}

function readDelimiter(cursor: Cursor, hasTabsRemoved: boolean): Heredoc {
  cursor.take(/[ \t]+/y);
  const isQuoted = cursor.peek(/['"\\]/y);
  return { delimiter: readWord(cursor), isQuoted, hasTabsRemoved };
}

function readHeredoc(cursor: Cursor, { delimiter, isQuoted, hasTabsRemoved }: Heredoc): string {
  const lines: string[] = [];
  while (!cursor.isAtEnd()) {
    const whole = cursor.take(/[^\n]*\n?/y) ?? "";
    const line = hasTabsRemoved ? whole.replace(/^\t+/, "") : whole;
    if (line.replace(/\r?\n$/, "") === delimiter) return lines.join("");
    lines.push(line);
    if (!isQuoted && /[$`\\]/.test(line)) {
      throw new UsageError(
        `the shell would replace things in the heredoc. Quote its delimiter: <<'${delimiter}'`,
      );
    }
  }
  throw new UsageError(`the heredoc has no end: no line is ${delimiter}`);
}

function wordAfter(cursor: Cursor): string {
  cursor.take(/[ \t]+/y);
  return readWord(cursor);
}

function readWord(cursor: Cursor): string {
  let word = "";
  while (!cursor.isAtEnd() && !cursor.peek(/[ \t\r\n|;&<>]/y)) {
    if (cursor.take(/\\\r?\n/y) !== undefined) continue;
    word +=
      cursor.take(/[^\s\\'"$`|;&<>]+/y) ??
      cursor.take(/\\[^]/y)?.slice(1) ??
      readSingleQuoted(cursor) ??
      readAnsiC(cursor) ??
      readDoubleQuoted(cursor) ??
      cursor.refuse();
  }
  return word;
}
