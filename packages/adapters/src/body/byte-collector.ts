const encoder = new TextEncoder();

/** Chunks are looked at in groups of so many. A chunk costs some 400 bytes beside its own, and a sender may send single ones. */
const GROUP_LENGTH = 1024;

/** A group with fewer bytes than this is put together. */
const SMALL_GROUP_BYTES = 2 ** 20;

/** Gathers the chunks of a body up to a limit. Past it nothing is kept: memory stays bounded whatever is sent. */
export class Collector {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #group: Uint8Array[] = [];
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
      this.#group = [];
      return false;
    }
    this.#group.push(bytes);
    if (this.#group.length === GROUP_LENGTH) this.#closeGroup();
    return true;
  }

  /** The whole body. The only chunk is given as it is, without a copy. */
  finish(): Uint8Array {
    const chunks = [...this.#chunks, ...this.#group];
    return chunks.length === 1 ? chunks[0]! : join(chunks, this.#byteLength);
  }

  #closeGroup(): void {
    const byteLength = this.#group.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    if (byteLength < SMALL_GROUP_BYTES) this.#chunks.push(join(this.#group, byteLength));
    else this.#chunks.push(...this.#group);
    this.#group = [];
  }
}

function join(chunks: readonly Uint8Array[], byteLength: number): Uint8Array {
  const joined = new Uint8Array(byteLength);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return joined;
}

/** How reading a body ended: whole, over the limit, or cut off by the sender. */
export type ReadResult = Uint8Array | "too-large" | "incomplete";
