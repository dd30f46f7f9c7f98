/**
 * A text from outside without anything that a terminal would obey: colours, moves, titles, and
 * marks that turn the direction of writing. Line breaks become visible too.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}
