/** A body of up to this many bytes is always read: 1 MiB. */
export const ALWAYS_READ_BYTES = 2 ** 20;

/** The part of a body in what all bodies of a receiver share. */
export interface PendingBody {
  /** Says how many bytes are held by now. May stop this body's reading, or another's. */
  hold(byteLength: number): void;
  /** From now on it cannot be stopped: its bytes are in use. */
  keep(): void;
  /** Gives its bytes back. Does nothing the second time. */
  release(): void;
}

interface Holding {
  byteLength: number;
  /** Absent once it is kept. */
  stop?: (() => void) | undefined;
}

/**
 * The bytes that the unanswered bodies of a receiver hold together. Bodies of up to 1 MiB are not counted: whatever else is
 * sent, they are read.
 */
export class PendingBytes {
  readonly #maxBytes: number;
  #heldBytes = 0;
  /** In the order in which they came. */
  readonly #holdings = new Set<Holding>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A place for one more body. `stop` is called, once at most, when others need its bytes. */
  open(stop: () => void): PendingBody {
    const holding: Holding = { byteLength: 0, stop };
    this.#holdings.add(holding);
    return {
      hold: (byteLength) => {
        if (byteLength <= ALWAYS_READ_BYTES || !this.#holdings.has(holding)) return;
        this.#heldBytes += byteLength - holding.byteLength;
        holding.byteLength = byteLength;
        while (this.#heldBytes > this.#maxBytes && this.#stopLongestPending());
      },
      keep: () => {
        holding.stop = undefined;
      },
      release: () => this.#release(holding),
    };
  }

  #stopLongestPending(): boolean {
    for (const holding of this.#holdings) {
      if (holding.byteLength === 0 || holding.stop === undefined) continue;
      this.#release(holding);
      holding.stop();
      return true;
    }
    return false;
  }

  #release(holding: Holding): void {
    if (this.#holdings.delete(holding)) this.#heldBytes -= holding.byteLength;
  }
}
