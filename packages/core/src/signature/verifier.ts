import type { PreparedKey } from "../crypto/backend.ts";
import type { SettledHeaders } from "../delivery/headers.ts";
import type { Secret, VerifyOptions } from "../delivery/verify-options.ts";

/** Verifies the deliveries of one scheme. */
export interface Verifier {
  /** A secret made ready. TypeError for a text that is not of the scheme's form. */
  readonly keyOf: (secret: Secret) => PreparedKey;
  /** Index of the key that signed this delivery. Throws WebhookError for a delivery that none of them signed. */
  verify(
    headers: SettledHeaders,
    body: Uint8Array,
    keys: readonly PreparedKey[],
    now: VerifyOptions["now"],
  ): number;
}
