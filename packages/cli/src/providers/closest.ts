/** The word that somebody meant: at most two letters off, or begun with what was typed. */
export function closest(typed: string, words: readonly string[]): string | undefined {
  const lower = typed.toLowerCase();
  const [best] = words
    .map((word) => ({ word, distance: distanceOf(lower, word.toLowerCase()) }))
    .filter(
      ({ word, distance }) => distance <= 2 || (lower.length > 2 && word.toLowerCase().startsWith(lower)),
    )
    .toSorted((one, other) => one.distance - other.distance);
  return best?.word;
}

/**
 * Letters to add, leave out or change, or neighbours to swap, to get from one word to the other.
 */
function distanceOf(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]!.push(
        Math.min(
          rows[row - 1]![column]! + 1,
          rows[row]![column - 1]! + 1,
          rows[row - 1]![column - 1]! + (isSame ? 0 : 1),
          isSwapped ? rows[row - 2]![column - 2]! + 1 : Infinity,
        ),
      );
    }
  }
  return rows[one.length]![other.length]!;
}
