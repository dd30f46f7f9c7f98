import type { PreparedKey } from "../crypto/backend.ts";
import type { NormalisedHeaders } from "../delivery/headers.ts";
import type { Secret, TokenSecret } from "../delivery/secret.ts";
import type { ReadOptions } from "../delivery/verify-options.ts";

/** A delivery whose signature holds. */
export interface AuthenticDelivery {
  readonly headers: NormalisedHeaders;
  readonly body: Uint8Array;
  /** Index of the secret that signed it. */
  readonly secretIndex: number;
}

/**
 * Takes a delivery and its options, read once, with a key for each secret. `givenHeaders` are all
 * headers, with a `get` or getters of the caller's: for messages alone.
 */
export type Verify = (
  headers: NormalisedHeaders,
  body: Uint8Array,
  keys: readonly PreparedKey[],
  options: ReadOptions,
  givenHeaders: NormalisedHeaders,
) => AuthenticDelivery;

/** Verifies the deliveries of one scheme. */
export interface Verifier {
  /**
   * Prepares a secret. TypeError when it is unusable, or not in the form of the scheme. `all` are
   * those that are passed with it.
   */
  readonly keyOf: (
    secret: Secret | TokenSecret,
    index?: number,
    all?: readonly (Secret | TokenSecret)[],
  ) => PreparedKey;
  /**
   * The delivery, with the key that signed it. Throws WebhookError when none of the keys did. Calls
   * `now` last, which cannot reach the bytes that this returns.
   */
  readonly verify: Verify;
}
