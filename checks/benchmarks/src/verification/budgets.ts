/**
 * What the project promises itself. Ratios are medians of at least 200 alternating rounds, the best
 * of three processes.
 */
export const budgets = {
  /** Times the speed of the bare HMAC, at 0.5 KB: at least. */
  signature: { plain: 1.1, headers: 1.0 },
  /** The same from 10 KB to 17 MB. */
  signatureLarge: 0.98,
  /** Times the duration of the bare HMAC and JSON.parse: at most. */
  verify: 1.5,
  /** The same for GO Feature Flag's batch of 100 000 events, and its peak memory. */
  batch: { duration: 1.3, memory: 1.2 },
  /**
   * Bytes after minifying and gzip, by the kind of scheme: at most. 1 KB is 1024 bytes. Decision
   * 0080 says what each kind costs.
   */
  bundle: {
    /** A secret that is sent as it is. */
    token: { signature: 2.6 * 1024, main: 9 * 1024 },
    /** One HMAC of the body in hex. */
    hex: { signature: 2.6 * 1024, main: 9 * 1024 },
    /** One signature of any other form: an id, a time, base64, a list. */
    signature: { signature: 3.8 * 1024, main: 9.3 * 1024 },
    /** What a main entry may have more for a second provider, with events of its own. */
    further: 1.45 * 1024,
    /** Several schemes, of which the secrets enable some. */
    several: { signature: 6 * 1024, main: 11.2 * 1024 },
    /** What the edge has beside it, since it has no node:crypto; with ed25519 its curve too. */
    portable: { hashes: 3.5 * 1024, curve: 11.8 * 1024 },
  },
  /** Milliseconds that an import of `./signature` takes over that of an empty module: at most. */
  importMs: 1,
} as const;
