/**
 * Does something with each item, so many at a time, and gives the results in the order of the
 * items.
 */
export async function inParallel<Item, Result>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  async function workOff(): Promise<void> {
    for (const [index, item] of waiting) results[index] = await work(item); // all of them take from one iterator
  }
  await Promise.all(Array.from({ length: width }, workOff));
  return results;
}
