import { leastByteLength } from "./chunk.ts";
import type { NodeStream } from "./read-node-stream.ts";
import type { WebStreamReader } from "./read-web-stream.ts";

/** After this much of a rest the sender has had its answer for long: 64 MiB. */
const MAX_DISCARDED_BYTES = 2 ** 26;

const endings = new WeakMap<NodeStream, () => void>();

/**
 * Reads a rest and forgets it, so that the sender comes to read its answer. `end` is called when it is too much; that of a
 * later call, by somebody who knows more, takes the place of an earlier one.
 */
export function discardNodeStream(stream: NodeStream, end: () => void): void {
  const isDiscarding = endings.has(stream);
  endings.set(stream, end);
  if (isDiscarding) return;
  let discardedBytes = 0;

  function onData(chunk: unknown): void {
    discardedBytes += leastByteLength(chunk);
    if (discardedBytes <= MAX_DISCARDED_BYTES) return;
    stream.off("data", onData);
    endings.get(stream)!();
  }
  stream.on("data", onData);
  stream.on("error", () => {}); // without a listener it would be thrown
  stream.resume();
}

/**
 * The same for a web stream, in the background: cancelling at once would make servers on Node close the socket before the
 * answer is out.
 */
export async function discardWebStream(reader: WebStreamReader): Promise<void> {
  let discardedBytes = 0;
  try {
    while (discardedBytes <= MAX_DISCARDED_BYTES) {
      const { done, value } = await reader.read();
      if (done) return;
      discardedBytes += leastByteLength(value);
    }
    await reader.cancel();
  } catch {
    // The sender or the runtime ended it, which is as good.
  }
}
