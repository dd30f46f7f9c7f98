/** The plain fields of an object, as shapes write them: words, each type's names behind its letter. */
const WORDS = /\.all\("([^"]*)"\)/g;
/** The names of one type. */
const NAMES = /(?<=(?:^| )\w )\S{2,}(?: \S{2,})*/g;

/**
 * Orders the names in generated shapes, those first that most objects have. The same names then follow each other
 * everywhere, which makes a compressed bundle 1 % smaller.
 */
export function inCommonOrder(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const [, words] of texts.join("").matchAll(WORDS)) {
    for (const word of words!.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const order = (a: string, b: string): number => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1);
  const sorted = (names: string): string => names.split(" ").sort(order).join(" ");
  return texts.map((text) =>
    text.replace(WORDS, (all, words: string) => all.replace(words, words.replace(NAMES, sorted))),
  );
}
