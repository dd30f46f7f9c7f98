import type { Collector, ReadResult } from "./byte-collector.ts";
import { drainWebStream } from "./drain.ts";
import type { WebStream, WebStreamReader } from "./streams.ts";

/**
 * Reads a stream to its end, or until the collector wants no more, and then drains the rest in the
 * background. A stream that breaks off is an incomplete body.
 */
export function readWebStream(stream: WebStream, collector: Collector): Promise<ReadResult> {
  const reader = stream.getReader();
  return new Promise((resolve, reject) => {
    collector.onStop = (failure) => {
      void drainWebStream(reader);
      resolve(failure);
    };
    gather(reader, collector).then(resolve, reject);
  });
}

/** Its result counts for nothing once the collector has stopped. */
async function gather(reader: WebStreamReader, collector: Collector): Promise<ReadResult> {
  let isWanted = true;
  while (isWanted) {
    const part = await nextPart(reader);
    if (part === undefined) return "incomplete";
    if (part.done) return collector.finish();
    isWanted = collector.add(part.value);
  }
  return "incomplete";
}

async function nextPart(
  reader: WebStreamReader,
): Promise<{ readonly done: boolean; readonly value?: unknown } | undefined> {
  try {
    const { done, value } = await reader.read();
    return { done, value };
  } catch {
    return undefined;
  }
}
