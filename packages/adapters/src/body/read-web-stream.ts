import type { Collector, ReadResult } from "./byte-collector.ts";
import { discardWebStream } from "./drain.ts";

/** The part of a web ReadableStream that is used. */
export interface WebStream {
  readonly locked: boolean;
  getReader(): WebStreamReader;
}

/** The part of a web stream's reader that is used. */
export interface WebStreamReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<unknown>;
}

/** Told by its method: streams of other realms and polyfills are streams all the same. */
export function isWebStream(value: unknown): value is WebStream {
  return (
    typeof value === "object" &&
    value !== null &&
    "getReader" in value &&
    typeof value.getReader === "function"
  );
}

/**
 * Reads a stream to its end, or until the collector wants no more: the rest is then discarded in the background. A stream
 * that breaks off is an incomplete body.
 */
export function readWebStream(stream: WebStream, collector: Collector): Promise<ReadResult> {
  const reader = stream.getReader();
  return new Promise((resolve, reject) => {
    collector.onStop = (failure) => {
      void discardWebStream(reader);
      resolve(failure);
    };
    gather(reader, collector).then(resolve, reject);
  });
}

/** Nobody hears its result any more once the collector has stopped. */
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
