/** What became of one item of a batch. */
export type CommitResult<Result> = Result | Error | Promise<Result | Error>;

/** Largest batch. */
export interface Limits {
  readonly items: number;
  readonly bytes: number;
}

// As it is when this loads: a test may put fake timers in its place, which never fire by themselves.
const { setImmediate: atNextTurn } = globalThis;

/** Resolves at the next turn of the event loop. */
export function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => atNextTurn(resolve));
}

/**
 * Group commit: while one batch is being written, arrivals collect into the next. One sender pays
 * one write, and sixty-four senders share one.
 *
 * Each promise resolves or rejects after its own batch did, so nothing is acknowledged before it is
 * written. An error among the results rejects its own item alone, and a promise keeps its own item
 * alone waiting.
 *
 * @param beforeFirst What to wait for before the first write, so that others can join it.
 */
export function groupCommit<Item, Result>(
  write: (batch: readonly Item[]) => Promise<readonly CommitResult<Result>[]>,
  batchLimits: Limits,
  sizeOf: (item: Item) => number = () => 0,
  beforeFirst: () => Promise<void> = turnOfEventLoop,
): { add(item: Item): Promise<Result>; idle(): Promise<void> } {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  function takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { item } of waiting) {
      bytes += sizeOf(item);
      if (count > 0 && (count >= batchLimits.items || bytes > batchLimits.bytes)) break;
      count++;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  function end(one: Waiting, result: CommitResult<Result>): void {
    if (result instanceof Promise) result.then((late) => end(one, late), one.reject);
    else if (result instanceof Error) one.reject(result);
    else one.resolve(result);
  }

  async function writeAll(): Promise<void> {
    // One turn of the event loop lets senders who arrive together share the first write.
    await beforeFirst();
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const results = await write(batch.map(({ item }) => item));
        batch.forEach((one, index) => end(one, results[index]!));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        writing ??= writeAll();
      });
    },
    async idle() {
      await writing;
    },
  };
}
