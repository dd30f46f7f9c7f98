import type { Cursor } from "./cursor.ts";

/** `'…'`: nothing in it is special. */
export function readSingleQuoted(cursor: Cursor): string | undefined {
  return cursor.take(/'[^']*'/y)?.slice(1, -1);
}

/** `"…"`: five escapes, and what the shell would replace is refused. */
export function readDoubleQuoted(cursor: Cursor): string | undefined {
  if (!cursor.peek(/\$?"(?:[^"\\]|\\[^])*"/y)) return undefined;
  cursor.take(/\$?"/y);
  let text = "";
  while (cursor.take(/"/y) === undefined) {
    text +=
      cursor.take(/[^"\\$`]+/y) ??
      cursor.take(/\\\r?\n/y)?.slice(0, 0) ??
      cursor.take(/\\["$`\\]/y)?.slice(1) ??
      cursor.take(/\\/y) ??
      cursor.take(/\$(?![\w{(@*#?!$-])/y) ??
      cursor.refuse();
  }
  return text;
}

const LETTERS: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** `$'…'`: the escapes of C, which browsers write when they copy a request. */
export function readAnsiC(cursor: Cursor): string | undefined {
  const quoted = cursor.take(/\$'(?:[^'\\]|\\[^])*'/y);
  if (quoted === undefined) return undefined;
  return quoted
    .slice(2, -1)
    .replace(
      /\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|([0-7]{1,3})|c(.)|([^]))/gi,
      (
        all: string,
        hex?: string,
        u?: string,
        U?: string,
        octal?: string,
        control?: string,
        letter?: string,
      ) => {
        if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
        if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
        if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
        const point = u ?? U;
        if (point !== undefined) return bytesOf(parseInt(point, 16));
        return LETTERS[letter!] ?? (/[\\'"?]/.test(letter!) ? letter! : all);
      },
    );
}

/** A character in UTF-8, one character for each byte. */
function bytesOf(point: number): string {
  return Buffer.from(String.fromCodePoint(Math.min(point, 0x10ffff))).toString("latin1");
}
