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
  // No listener is taken off again: the first event decides, and the others find it done.
  return new Promise((resolve, reject) => {
    let isStopped = false;
    function stop(failure: ReadFailure): void {
      isStopped = true;
      drainOrDestroy(stream);
      resolve(failure);
    }
    collector.onStop = stop;
    stream.on("data", (chunk) => void collector.add(chunk));
    stream.on("end", () => {
      if (isStopped) return; // it was drained to here
      try {
        resolve(collector.finish());
      } catch (error) {
        reject(error); // out of memory: nobody catches what a listener throws
      }
    });
    stream.on("close", () => resolve(new BrokenStream()));
    stream.on("error", (error: unknown) => resolve(new BrokenStream(error)));
    // Within the event the stream would be paused all the same.
    stream.on("pause", () => queueMicrotask(() => stream.resume()));
    stream.resume(); // a listener alone does not wake a stream that was paused
  });
}
