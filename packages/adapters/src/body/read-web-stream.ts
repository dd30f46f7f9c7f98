import { Collector, type ReadResult } from "./byte-collector.ts";
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
 * Reads a stream to its end, or to the limit: past it the rest is discarded in the background. A stream that breaks off is
 * an incomplete body.
 */
export async function readWebStream(stream: WebStream, maxBytes: number): Promise<ReadResult> {
  const reader = stream.getReader();
  const collector = new Collector(maxBytes);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return collector.finish();
      if (!collector.add(value!)) {
        void discardWebStream(reader);
        return "too-large";
      }
    }
  } catch {
    return "incomplete";
  }
}
