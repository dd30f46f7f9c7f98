import type { Collector, ReadResult } from "./byte-collector.ts";

/**
 * Reads to the end, or until the collector wants no more. An iterable that throws on the way is an
 * incomplete body.
 */
export function readIterable(chunks: AsyncIterable<unknown>, collector: Collector): Promise<ReadResult> {
  return new Promise((resolve, reject) => {
    collector.onStop = resolve; // an iterable that waits for its sender would notice too late
    gather(chunks, collector)
      .then((isWhole) => resolve(isWhole ? collector.finish() : "incomplete"))
      .catch(reject);
  });
}

async function gather(chunks: AsyncIterable<unknown>, collector: Collector): Promise<boolean> {
  try {
    for await (const chunk of chunks) if (!collector.add(chunk)) return false;
    return true;
  } catch {
    return false;
  }
}
