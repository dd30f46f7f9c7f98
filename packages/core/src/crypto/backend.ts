/** A hash function by name. The portable back end carries the code along; Node knows it by name. */
export interface Algorithm {
  readonly name: "sha1" | "sha256" | "sha512";
  /** Length of a digest in bytes. */
  readonly byteLength: number;
  /** The portable implementation, where it does not come with the back end. */
  readonly implementation?: unknown;
}

/** A key from `prepareKey`. Only the back end that made it can use it. */
export type PreparedKey = unknown;

/** All of flaghook's cryptography. One object per family of runtimes; callers do not know which. */
export interface CryptoBackend {
  readonly name: "node:crypto" | "@noble/hashes";
  prepareKey(algorithm: Algorithm, secret: Uint8Array): PreparedKey;
  /** HMAC of `before` (UTF-8) followed by `body`, written into `target`. */
  hmac(target: Uint8Array, algorithm: Algorithm, key: PreparedKey, before: string, body: Uint8Array): void;
  /** Constant-time comparison of two arrays of the same length. */
  equal(left: Uint8Array, right: Uint8Array): boolean;
}

/** The SHA-256 of bytes as lower-case hex, for the `dedupeKey`. */
export type Sha256Hex = (bytes: Uint8Array) => string;
