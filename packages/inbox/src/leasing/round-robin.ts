/** One item of each list in turn, up to a limit: a long list must not keep the others waiting. */
export function takeInTurn<Item>(lists: readonly (readonly Item[])[], limit: number): Item[] {
  const rounds = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1)))
    .flat()
    .slice(0, limit);
}
