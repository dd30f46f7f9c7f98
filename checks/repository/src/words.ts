import { parseSync } from "oxc-parser";

/** A word that is not used, as the glossary says it. */
export interface BannedWord {
  /** With `*` for any ending: `parse*`. */
  readonly pattern: string;
  readonly instead: string;
  /** `names`: whole names in code alone. `anywhere`: words, also within names, also in prose. */
  readonly kind: "anywhere" | "names";
  /** Places and names in which the word is right. */
  readonly rightIn: readonly string[];
}

/** One use of a banned word. */
export interface Hit {
  readonly file: string;
  /** From 1; 0 for the file's own name. */
  readonly line: number;
  readonly found: string;
  /** The pattern of the glossary that it matches. */
  readonly pattern: string;
}

/** The banned words of the glossary's two last tables. */
export function bannedWords(glossary: string): readonly BannedWord[] {
  return [
    ...rowsOf(glossary, "| word | say | right in |", "anywhere"),
    ...rowsOf(glossary, "| name in code | say | right in |", "names"),
  ];
}

function rowsOf(glossary: string, heading: string, kind: BannedWord["kind"]): readonly BannedWord[] {
  const lines = glossary.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`the glossary has no table ${heading}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end < 0 ? undefined : end).flatMap((row) => {
    const [, words = "", instead = "", rightIn = ""] = row.split("|").map((cell) => cell.trim());
    return quoted(words).map((pattern) => ({ pattern, instead, kind, rightIn: quoted(rightIn) }));
  });
}

function quoted(cell: string): readonly string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, text]) => text!);
}

/** Every use of one of the words in a file, its own name among the places to look. */
export function usesOf(words: readonly BannedWord[], file: string, text: string): readonly Hit[] {
  const here = words.filter(({ rightIn }) => !rightIn.some((place) => isPlaceOf(place, file)));
  const names = here.filter(({ kind }) => kind === "names");
  const anywhere = here.filter(({ kind }) => kind === "anywhere");
  const isCode = /\.(?:ts|mjs)$/.test(file);
  return [
    ...[[0, file] as const, ...linesOf(text)].flatMap(([line, content]) =>
      wordsIn(content).flatMap((word) => hits(anywhere, word, { file, line, content })),
    ),
    ...(isCode && names.length > 0 ? linesOf(codeOf(file, text)) : []).flatMap(([line, content]) =>
      namesIn(content).flatMap((word) => hits(names, word, { file, line, content })),
    ),
  ];
}

function isPlaceOf(place: string, file: string): boolean {
  return place.includes("/") && wildcard(place, ".*").test(file);
}

/** A word or a name in a line. */
interface Word {
  readonly found: string;
  readonly index: number;
  /** Compared with patterns: the parts of a name in lower case, or the name itself. */
  readonly parts: readonly string[];
}

interface Line {
  readonly file: string;
  readonly line: number;
  readonly content: string;
}

function hits(banned: readonly BannedWord[], word: Word, { file, line, content }: Line): readonly Hit[] {
  const { found, index, parts } = word;
  if (!parts.some((part) => anyOf(banned).test(part))) return [];
  return banned
    .filter(({ pattern }) => parts.some((part) => wildcard(pattern, "\\w*").test(part)))
    .filter(({ rightIn }) => !isRight(content, found, index, rightIn))
    .map(({ pattern }) => ({ file, line, found, pattern }));
}

/** The words of a line with the parts that each is made of, and every two words in a row. */
function wordsIn(line: string): readonly Word[] {
  const words = Array.from(line.matchAll(/[\p{L}\p{N}_$]+/gu), ({ 0: found, index }) => ({
    found,
    index,
    parts: segmentsOf(found),
  }));
  const pairs = words.slice(1).map(({ found }, position) => {
    const { found: before, index } = words[position]!;
    const phrase = `${before} ${found}`;
    return { found: phrase, index, parts: [phrase.toLowerCase()] };
  });
  return [...words, ...pairs];
}

function namesIn(code: string): readonly Word[] {
  return Array.from(code.matchAll(/[A-Za-z_$][\w$]*/g), ({ 0: found, index }) => ({
    found,
    index,
    parts: [found],
  }));
}

/** `reply.` is right where a point follows, `allSettled` where it is the whole name. */
function isRight(line: string, token: string, index: number, right: readonly string[]): boolean {
  return right.some((one) =>
    one.endsWith(".") ? line.startsWith(one, index) && token === one.slice(0, -1) : token === one,
  );
}

/** `readHeaders` is `read`, `headers`; `MAX_BYTES` is `max`, `bytes`. */
export function segmentsOf(token: string): readonly string[] {
  return token
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .split(/[_$]+/)
    .filter((segment) => segment !== "")
    .map((segment) => segment.toLowerCase());
}

/**
 * Source code with its comments and the texts of its strings blanked: names are left, and lines.
 */
export function codeOf(file: string, text: string): string {
  const { comments, program } = parseSync(file, text);
  let code = text;
  for (const { start, end } of [...comments, ...textSpans(program)]) {
    code = code.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, " ") + code.slice(end);
  }
  return code;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where strings, regular expressions and the fixed parts of templates are. */
function textSpans(node: unknown): readonly Span[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(textSpans);
  const { type, start, end } = node as { type?: string; start: number; end: number };
  if (type === "Literal" || type === "TemplateElement") return [{ start, end }];
  return Object.values(node).flatMap(textSpans);
}

function linesOf(text: string): readonly (readonly [line: number, content: string])[] {
  return text.split("\n").map((content, index) => [index + 1, content] as const);
}

const compiled = new Map<string, RegExp>();
const compiledLists = new WeakMap<readonly BannedWord[], RegExp>();

/** All patterns in one: almost no word matches, and this says so at once. */
function anyOf(banned: readonly BannedWord[]): RegExp {
  const known = compiledLists.get(banned);
  if (known !== undefined) return known;
  const sources = banned.map(({ pattern }) => wildcard(pattern, "\\w*").source);
  const expression = new RegExp(sources.join("|") || "^(?!)", "u");
  compiledLists.set(banned, expression);
  return expression;
}

/** A pattern in which `*` stands for something, over a whole text. */
function wildcard(pattern: string, something: string): RegExp {
  const key = `${pattern} ${something}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const source = pattern.replace(/[.+?^${}()|\\]/g, "\\$&").replaceAll("*", something);
  const expression = new RegExp(`^${source}$`, "u");
  compiled.set(key, expression);
  return expression;
}
