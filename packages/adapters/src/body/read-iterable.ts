import { BrokenStream, type Collector, type ReadResult } from "./byte-collector.ts";

/**
 * Reads to the end, or until the collector wants no more. An iterable that throws on the way is a
 * broken stream.
 */
export function readIterable(chunks: AsyncIterable<unknown>, collector: Collector): Promise<ReadResult> {
  return new Promise((resolve, reject) => {
    collector.onStop = resolve; // an iterable that waits for its sender would notice too late
    gather(chunks, collector)
      .then((broken) => resolve(broken ?? collector.finish()))
      .catch(reject);
  });
}

/** Once the collector has stopped, its result counts for nothing. */
async function gather(
  chunks: AsyncIterable<unknown>,
  collector: Collector,
): Promise<BrokenStream | undefined> {
  try {
    for await (const chunk of chunks) if (!collector.add(chunk)) return new BrokenStream();
    return undefined;
  } catch (error) {
    return new BrokenStream(error);
  }
}
