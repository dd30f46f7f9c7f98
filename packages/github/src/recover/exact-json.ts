/** A string or a number of a JSON text. Strings are matched so that nothing in them is. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Begins the text that stands for a number. No text at GitHub holds this character. */
const MARK = "\u0000";

/**
 * Parses JSON without losing a digit: a number that JavaScript would round or print otherwise
 * becomes a marked text, which `printExactly` prints as the number again.
 *
 * Since February 2026 ids of attempts are such numbers.
 *
 * @see https://github.com/octokit/request.js/issues/797 (checked 2026-11-29)
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(
    text.replace(TOKEN, (token) =>
      token.startsWith('"') || String(Number(token)) === token ? token : JSON.stringify(MARK + token),
    ),
  );
}

/** Prints in JavaScript's compact form what `parseExactly` gave. */
export function printExactly(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0000(-?\d[\d.eE+-]*)"/g, "$1");
}

/** The digits of a number that `parseExactly` gave. */
export function digitsOf(number: number | string): string {
  return String(number).replace(MARK, "");
}
