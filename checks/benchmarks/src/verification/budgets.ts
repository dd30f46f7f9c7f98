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
  verify: 1.7,
  /** The same for GO Feature Flag's batch of 100 000 events, and its peak memory. */
  batch: { duration: 1.3, memory: 1.2 },
  /** Bytes after minifying and gzip: at most. 1 KB is 1024 bytes. */
  bundle: { signature: 2.6 * 1024, main: 9 * 1024, portableHashes: 3.5 * 1024 },
  /** Milliseconds that an import of `./signature` takes over that of an empty module: at most. */
  importMs: 1,
} as const;
