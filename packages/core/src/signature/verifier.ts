import type { PreparedKey } from "../crypto/backend.ts";
import type { SettledHeaders } from "../delivery/headers.ts";
import type { Secret, VerifyOptions } from "../delivery/verify-options.ts";

/** A delivery whose signature holds. */
export interface AuthenticDelivery {
  readonly headers: SettledHeaders;
  readonly body: Uint8Array;
  /** Index of the secret that signed it. */
  readonly secretIndex: number;
}

/** Verifies the deliveries of one scheme. */
export interface Verifier {
  /** A secret made ready. TypeError for one that is unusable, or a text that is not of the scheme's form. */
  readonly keyOf: (secret: Secret) => PreparedKey;
  /**
   * The delivery, with the key that signed it. Throws WebhookError for one that none of them signed. `now` is asked last, and
   * cannot reach the bytes that come back.
   */
  verify(
    headers: SettledHeaders,
    body: Uint8Array,
    keys: readonly PreparedKey[],
    now: VerifyOptions["now"],
  ): AuthenticDelivery;
}
