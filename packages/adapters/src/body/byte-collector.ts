import { leastByteLength, toBytes } from "./chunk.ts";
import type { PendingBody, PendingBytes } from "./pending-bytes.ts";

/** Says that a stream ended before the body did, with the stream's error if it gave one. */
export class BrokenStream {
  readonly error: unknown;

  constructor(error?: unknown) {
    this.error = error;
  }
}

/** Why a body was not read to its end. It is taken where somebody else reads it. */
export type ReadFailure = "too-large" | "not-bytes" | "taken" | "overloaded" | BrokenStream;

/** The whole body, or why it was not read to its end. */
export type ReadResult = Uint8Array | ReadFailure;

/**
 * Chunks per group. A chunk costs some 400 bytes beside its own, and a sender may send single
 * bytes.
 */
const GROUP_LENGTH = 1024;

/** A group with fewer bytes than this becomes one chunk. */
const SMALL_GROUP_BYTES = 2 ** 20;

/**
 * Gathers the chunks of a body up to its limit, and within what all bodies share. Past either it
 * keeps nothing: memory stays bounded whatever is sent.
 */
export class Collector {
  /**
   * Called once, when it wants no more: also between chunks, when others need the memory.
   *
   * Assign a declared function, never an arrow in place. V8 puts a function that is written into a
   * property straight into its old space, and all that it holds outlives the delivery.
   */
  onStop: ((failure: ReadFailure) => void) | undefined;
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

  /** How many bytes came so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /**
   * Takes whatever a stream gives. False when it wants no more. Never throws: streams call it where
   * nobody catches.
   */
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
    this.#pending.grow(this.#byteLength); // may stop this one
    return this.#failure === undefined;
  }

  /** The whole body, without a copy where it came in one chunk. It stays pending until released. */
  finish(): Uint8Array {
    const chunks = this.#chunks.length === 0 ? this.#group : [...this.#chunks, ...this.#group];
    this.#forget(); // this object may live on while the body is handled
    this.#pending.keep();
    return chunks.length === 1 ? chunks[0]! : join(chunks, this.#byteLength);
  }

  /** Forgets the chunks and gives their bytes back to the others. */
  release(): void {
    this.#forget();
    this.#pending.release();
  }

  #measure(chunk: unknown): Uint8Array | "not-bytes" | "too-large" {
    const leastLength = leastByteLength(chunk);
    if (leastLength === Infinity) return "not-bytes";
    if (!this.#fits(leastLength)) return "too-large"; // a text need not be encoded for that
    const bytes = toBytes(chunk as Parameters<typeof toBytes>[0]); // it has a length
    return this.#fits(bytes.byteLength) ? bytes : "too-large";
  }

  #fits(byteLength: number): boolean {
    return this.#byteLength + byteLength <= this.#maxBytes;
  }

  #stop(failure: ReadFailure): void {
    this.#failure = failure;
    this.release();
    this.onStop?.(failure);
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
