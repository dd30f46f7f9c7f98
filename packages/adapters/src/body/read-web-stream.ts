import { BrokenStream, type Collector, type ReadFailure, type ReadResult } from "./byte-collector.ts";
import { drainWebStream } from "./drain.ts";
import type { WebStream, WebStreamReader } from "./streams.ts";

/**
 * Reads a stream to its end, or until the collector wants no more, and then drains the rest in the
 * background.
 */
export function readWebStream(stream: WebStream, collector: Collector): Promise<ReadResult> {
  const reader = stream.getReader();
  return new Promise((resolve, reject) => {
    function stop(failure: ReadFailure): void {
      void drainWebStream(reader);
      resolve(failure);
    }
    collector.onStop = stop;
    gather(reader, collector).then(resolve, reject);
  });
}

/** Once the collector has stopped, its result counts for nothing. */
async function gather(reader: WebStreamReader, collector: Collector): Promise<ReadResult> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!collector.add(value)) return new BrokenStream();
    }
  } catch (error) {
    return new BrokenStream(error);
  }
  return collector.finish();
}
