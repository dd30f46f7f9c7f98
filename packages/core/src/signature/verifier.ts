import type { PreparedKey } from "../crypto/backend.ts";
import type { NormalisedHeaders } from "../delivery/headers.ts";
import type { Secret } from "../delivery/secret.ts";
import type { VerifyOptions } from "../delivery/verify-options.ts";

/** A delivery and its options, read once, before anybody has judged them. */
export interface ReadDelivery {
  readonly headers: NormalisedHeaders;
  /** All headers, with a `get` or getters of the caller's. For messages alone. */
  readonly givenHeaders: NormalisedHeaders;
  readonly body: Uint8Array;
  readonly secrets: readonly Secret[];
  /** A key for each secret. */
  readonly keys: readonly PreparedKey[];
  readonly now: VerifyOptions["now"];
}

/** A delivery whose signature holds. */
export interface AuthenticDelivery {
  readonly headers: NormalisedHeaders;
  readonly body: Uint8Array;
  /** Index of the secret that signed it. */
  readonly secretIndex: number;
}

/** Verifies the deliveries of one scheme. */
export interface Verifier {
  /** Prepares a secret. TypeError when it is unusable, or not in the form of the scheme. */
  readonly keyOf: (secret: Secret) => PreparedKey;
  /**
   * The delivery, with the key that signed it. Throws WebhookError when none of the keys did. Calls
   * `now` last, which cannot reach the bytes that this returns.
   */
  verify(delivery: ReadDelivery): AuthenticDelivery;
}
