/** Bodies up to 1 MiB are always read. */
export const ALWAYS_READ_BYTES = 2 ** 20;

/** One body among those that share a receiver's pending bytes. */
export interface PendingBody {
  /**
   * Says how many bytes of the body are in memory by now. May stop this body's reading, or
   * another's.
   */
  grow(byteLength: number): void;
  /** From now on nothing can stop it: its bytes are in use. */
  keep(): void;
  /** Gives its bytes back. Does nothing the second time. */
  release(): void;
}

interface Share {
  byteLength: number;
  /** Absent once it is kept. */
  stop?: (() => void) | undefined;
}

/**
 * Counts the bytes that a receiver's bodies take up together until they have their response. Bodies
 * up to 1 MiB do not count: they are read whatever else is sent.
 */
export class PendingBytes {
  readonly #maxBytes: number;
  #totalBytes = 0;
  /** In the order in which the bodies began. */
  readonly #shares = new Set<Share>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds a body. Calls `stop`, once at most, when the others need its bytes. */
  open(stop: () => void): PendingBody {
    const share: Share = { byteLength: 0, stop };
    this.#shares.add(share);
    return {
      grow: (byteLength) => {
        if (byteLength <= ALWAYS_READ_BYTES || !this.#shares.has(share)) return;
        this.#totalBytes += byteLength - share.byteLength;
        share.byteLength = byteLength;
        while (this.#totalBytes > this.#maxBytes && this.#stopLongestPending());
      },
      keep: () => {
        share.stop = undefined;
      },
      release: () => this.#release(share),
    };
  }

  #stopLongestPending(): boolean {
    for (const share of this.#shares) {
      if (share.byteLength === 0 || share.stop === undefined) continue;
      this.#release(share);
      share.stop();
      return true;
    }
    return false;
  }

  #release(share: Share): void {
    if (this.#shares.delete(share)) this.#totalBytes -= share.byteLength;
  }
}
