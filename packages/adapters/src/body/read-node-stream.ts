import type { Collector, ReadFailure, ReadResult } from "./byte-collector.ts";
import { discardNodeStream } from "./drain.ts";

/** The part of a Node stream that is used: an IncomingMessage of any server, Node's own or a look-alike. */
export interface NodeStream {
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
  off(event: string, listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
  destroy?(): unknown;
  /** HTTP/2 requests have it, and do not destroy it with themselves. */
  readonly stream?: { destroy(): unknown } | undefined;
  readonly readableDidRead?: boolean;
  readonly readableEnded?: boolean;
  readonly destroyed?: boolean;
}

/** Told by its methods: streams come from several classes and copies of packages. */
export function isNodeStream(value: unknown): value is NodeStream {
  return (
    typeof value === "object" &&
    value !== null &&
    "on" in value &&
    typeof value.on === "function" &&
    "off" in value &&
    typeof value.off === "function" &&
    "resume" in value &&
    typeof value.resume === "function"
  );
}

/** Whether no byte of it has gone to somebody else. A stream that merely started to flow in this tick counts as unread. */
export function isUnread(stream: NodeStream): boolean {
  return stream.readableDidRead !== true && stream.readableEnded !== true;
}

/**
 * Reads a stream to its end, or until the collector wants no more.
 *
 * Not with `for await`: leaving that loop early destroys the stream and with it the socket on which to answer. A rest is
 * discarded as it comes.
 */
export function readNodeStream(stream: NodeStream, collector: Collector): Promise<ReadResult> {
  if (stream.destroyed === true) return Promise.resolve("incomplete"); // its last event may be long gone
  return new Promise((resolve, reject) => {
    function onData(chunk: unknown): void {
      collector.add(chunk);
    }
    function onEnd(): void {
      removeListeners();
      try {
        resolve(collector.finish());
      } catch (error) {
        reject(error); // no memory for the whole: nobody catches what a listener throws
      }
    }
    function onClose(): void {
      removeListeners();
      resolve("incomplete");
    }
    function onStop(failure: ReadFailure): void {
      removeListeners();
      discardRest(stream);
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

/** Reads what still comes and forgets it. Past a limit the stream is cut off. */
export function discardRest(stream: NodeStream): void {
  discardNodeStream(stream, () => (stream.stream ?? stream).destroy?.());
}
