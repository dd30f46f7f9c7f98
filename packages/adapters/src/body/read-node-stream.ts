import { BrokenStream, type Collector, type ReadFailure, type ReadResult } from "./byte-collector.ts";
import { drainOrDestroy } from "./drain.ts";
import type { NodeStream } from "./streams.ts";

/**
 * Reads a stream to its end, or until the collector wants no more, and then drains the rest.
 *
 * Avoids `for await`: leaving that loop early destroys the stream, and with it the socket on which
 * to respond. Resumes a stream that another reader pauses, as fastify-raw-body does at its limit:
 * otherwise the delivery would never get a response.
 */
export function readNodeStream(stream: NodeStream, collector: Collector): Promise<ReadResult> {
  if (stream.destroyed === true) return Promise.resolve(new BrokenStream()); // it will emit nothing more
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
    function onError(error: unknown): void {
      removeListeners();
      resolve(new BrokenStream(error));
    }
    function onClose(): void {
      onError(undefined);
    }
    function onPause(): void {
      queueMicrotask(() => stream.resume()); // within the event the stream would be paused all the same
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
      stream.off("pause", onPause);
    }

    collector.onStop = onStop;
    stream.on("data", onData);
    stream.on("end", onEnd);
    stream.on("close", onClose);
    stream.on("error", onError);
    stream.on("pause", onPause);
    stream.resume(); // a listener alone does not wake a stream that was paused
  });
}
