/** Bodies up to 1 MiB are always read. */
export const ALWAYS_READ_BYTES = 2 ** 20;

/**
 * Counts the bytes that a receiver's bodies take up together until they have their response. Bodies
 * up to 1 MiB do not count: they are read whatever else is sent.
 */
export class PendingBytes {
  readonly #maxBytes: number;
  #totalBytes = 0;
  #openedCount = 0;
  /** Those over 1 MiB. Nearly every body is shorter, and costs nothing here. */
  readonly #counted = new Set<PendingBody>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds a body. Calls `stop`, once at most, when the others need its bytes. */
  open(stop: () => void): PendingBody {
    return new PendingBody(this, this.#openedCount++, stop);
  }

  /** Says how many bytes of a body are in memory by now. May stop its reading, or another's. */
  grow(body: PendingBody, byteLength: number): void {
    this.#counted.add(body);
    this.#totalBytes += byteLength - body.byteLength;
    body.byteLength = byteLength;
    while (this.#totalBytes > this.#maxBytes && this.#stopLongestPending());
  }

  /** Gives the bytes of a body back to the others. */
  remove(body: PendingBody): void {
    if (this.#counted.delete(body)) this.#totalBytes -= body.byteLength;
  }

  #stopLongestPending(): boolean {
    let longest: PendingBody | undefined;
    for (const body of this.#counted) {
      if (body.stop !== undefined && !(longest !== undefined && longest.place < body.place)) longest = body;
    }
    const stop = longest?.stop;
    longest?.release();
    stop?.();
    return longest !== undefined;
  }
}

/** One body among those that share a receiver's pending bytes. */
export class PendingBody {
  readonly #all: PendingBytes;
  /** Its place in the order in which the bodies began. */
  readonly place: number;
  byteLength = 0;
  /** Absent once nothing can stop it. */
  stop: (() => void) | undefined;
  #isReleased = false;

  constructor(all: PendingBytes, place: number, stop: () => void) {
    this.#all = all;
    this.place = place;
    this.stop = stop;
  }

  /**
   * Says how many bytes of the body are in memory by now. May stop this body's reading, or
   * another's.
   */
  grow(byteLength: number): void {
    if (byteLength > ALWAYS_READ_BYTES && !this.#isReleased) this.#all.grow(this, byteLength);
  }

  /** From now on nothing can stop it: its bytes are in use. */
  keep(): void {
    this.stop = undefined;
  }

  /** Gives its bytes back. Does nothing the second time. */
  release(): void {
    this.#isReleased = true;
    this.#all.remove(this);
  }
}
