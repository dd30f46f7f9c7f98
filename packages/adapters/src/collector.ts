const encoder = new TextEncoder();

/** Gathers the chunks of a body up to a limit. Past it nothing is kept: memory stays bounded whatever is sent. */
export class Collector {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #byteLength = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** False once the body is over the limit. A chunk of text is one that `setEncoding` decoded: UTF-8 again. */
  add(chunk: Uint8Array | string): boolean {
    const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    this.#byteLength += bytes.byteLength;
    if (this.#byteLength > this.#maxBytes) {
      this.#chunks = [];
      return false;
    }
    this.#chunks.push(bytes);
    return true;
  }

  /** The whole body. The only chunk is given as it is, without a copy. */
  finish(): Uint8Array {
    if (this.#chunks.length === 1) return this.#chunks[0]!;
    const body = new Uint8Array(this.#byteLength);
    let offset = 0;
    for (const chunk of this.#chunks) {
      body.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return body;
  }
}

/** How reading a body ended: whole, over the limit, or cut off by the sender. */
export type ReadResult = Uint8Array | "too-large" | "incomplete";
