import { leastByteLength, toBytes } from "./chunk.ts";
import type { PendingBody, PendingBytes } from "./pending-bytes.ts";

/** Why a body was not read to its end. */
export type ReadFailure = "too-large" | "incomplete" | "not-bytes" | "overloaded";

/** How reading a body ended: whole, or not. */
export type ReadResult = Uint8Array | ReadFailure;

/** Chunks are looked at in groups of so many. A chunk costs some 400 bytes beside its own, and a sender may send single ones. */
const GROUP_LENGTH = 1024;

/** A group with fewer bytes than this is put together. */
const SMALL_GROUP_BYTES = 2 ** 20;

/**
 * Gathers the chunks of a body up to its limit, and within what all bodies share. Past either nothing is kept: memory stays
 * bounded whatever is sent.
 */
export class Collector {
  /** Called once, when no further chunk is wanted: also between chunks, when others need the memory. */
  onStop: (failure: ReadFailure) => void = () => {};
  readonly #maxBytes: number;
  readonly #pending: PendingBody;
  #failure: ReadFailure | undefined;
  #chunks: Uint8Array[] = [];
  #group: Uint8Array[] = [];
  #byteLength = 0;

  constructor(maxBytes: number, pendingBytes: PendingBytes) {
    this.#maxBytes = maxBytes;
    this.#pending = pendingBytes.open(() => this.#stop("overloaded"));
  }

  /** Takes whatever a stream gives. False when it wants no more. Never throws: streams call it where nobody catches. */
  add(chunk: unknown): boolean {
    if (this.#failure !== undefined) return false;
    const bytes = this.#measure(chunk);
    if (typeof bytes === "string") {
      this.#stop(bytes);
      return false;
    }
    this.#byteLength += bytes.byteLength;
    this.#group.push(bytes);
    if (this.#group.length === GROUP_LENGTH) this.#closeGroup();
    this.#pending.hold(this.#byteLength); // may stop this one
    return this.#failure === undefined;
  }

  /** The whole body. The only chunk is given as it is, without a copy. It counts as pending until it is released. */
  finish(): Uint8Array {
    const chunks = [...this.#chunks, ...this.#group];
    this.#forget(); // somebody may hold on to this object while the body is handled
    this.#pending.keep();
    return chunks.length === 1 ? chunks[0]! : join(chunks, this.#byteLength);
  }

  /** Forgets what was gathered, and gives its bytes back to the others. */
  release(): void {
    this.#forget();
    this.#pending.release();
  }

  #measure(chunk: unknown): Uint8Array | ReadFailure {
    if (leastByteLength(chunk) === Infinity) return "not-bytes";
    if (!this.#fits(leastByteLength(chunk))) return "too-large"; // a text need not be encoded for that
    const bytes = toBytes(chunk as Parameters<typeof toBytes>[0]); // it has a length
    return this.#fits(bytes.byteLength) ? bytes : "too-large";
  }

  #fits(byteLength: number): boolean {
    return this.#byteLength + byteLength <= this.#maxBytes;
  }

  #stop(failure: ReadFailure): void {
    this.#failure = failure;
    this.release();
    this.onStop(failure);
  }

  #forget(): void {
    this.#chunks = [];
    this.#group = [];
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
