import { leastByteLength } from "./chunk.ts";
import type { NodeStream, WebStreamReader } from "./streams.ts";

/** Stop draining after 64 MiB: by then the sender has read our response. */
const MAX_DRAINED_BYTES = 2 ** 26;

const endings = new WeakMap<NodeStream, () => void>();

/**
 * Reads the rest of a stream and forgets it, so that the sender gets to read our response. Calls
 * `end` when the rest is too long. A second call for the same stream replaces `end`: its caller
 * knows more.
 */
export function drainNodeStream(stream: NodeStream, end: () => void): void {
  const isDraining = endings.has(stream);
  endings.set(stream, end);
  if (isDraining) return;
  let drainedBytes = 0;

  function onData(chunk: unknown): void {
    drainedBytes += leastByteLength(chunk);
    if (drainedBytes <= MAX_DRAINED_BYTES) return;
    stream.off("data", onData);
    endings.get(stream)!();
  }
  stream.on("data", onData);
  stream.on("error", () => {}); // without a listener it would be thrown
  stream.resume();
}

/** Drains a stream, and destroys it when the rest is too long. */
export function drainOrDestroy(stream: NodeStream): void {
  drainNodeStream(stream, () => (stream.stream ?? stream).destroy?.());
}

/**
 * The same for a web stream, in the background. Cancelling at once would make servers on Node close
 * the socket before the response is out.
 */
export async function drainWebStream(reader: WebStreamReader): Promise<void> {
  let drainedBytes = 0;
  try {
    while (drainedBytes <= MAX_DRAINED_BYTES) {
      const { done, value } = await reader.read();
      if (done) return;
      drainedBytes += leastByteLength(value);
    }
    await reader.cancel();
  } catch {
    // The sender or the runtime ended it, which is as good.
  }
}
