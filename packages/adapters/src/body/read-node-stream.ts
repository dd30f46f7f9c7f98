import type { Collector, ReadFailure, ReadResult } from "./byte-collector.ts";
import { drainOrDestroy } from "./drain.ts";
import type { NodeStream } from "./streams.ts";

/**
 * Reads a stream to its end, or until the collector wants no more, and then drains the rest.
 *
 * Avoids `for await`: leaving that loop early destroys the stream, and with it the socket on which
 * to respond.
 */
export function readNodeStream(stream: NodeStream, collector: Collector): Promise<ReadResult> {
  if (stream.destroyed === true) return Promise.resolve("incomplete"); // it will emit nothing more
  return new Promise((resolve, reject) => {
    function onData(chunk: unknown): void {
      collector.add(chunk);
    }
    function onEnd(): void {
      removeListeners();
      try {
        resolve(collector.finish());
      } catch (error) {
        reject(error); // out of memory: nobody catches what a listener throws
      }
    }
    function onClose(): void {
      removeListeners();
      resolve("incomplete");
    }
    function onStop(failure: ReadFailure): void {
      removeListeners();
      drainOrDestroy(stream);
      resolve(failure);
    }
    function removeListeners(): void {
      stream.off("data", onData);
      stream.off("end", onEnd);
      stream.off("close", onClose); // the error listener stays: without one, a late error would be thrown
    }

    collector.onStop = onStop;
    stream.on("data", onData);
    stream.on("end", onEnd);
    stream.on("close", onClose);
    stream.on("error", onClose);
    stream.resume(); // a listener alone does not wake a stream that was paused
  });
}
