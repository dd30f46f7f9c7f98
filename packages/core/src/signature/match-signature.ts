import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "../crypto/backend.ts";
import { WebhookError } from "../errors/error.ts";

/** Finds the key that made one of the claimed signatures, or throws `signature-mismatch`. */
export type Match = (
  claims: readonly Uint8Array[],
  before: string,
  body: Uint8Array,
  keys: readonly PreparedKey[],
) => number;

/** The one place where signatures are computed and compared: one HMAC per key, however many signatures are claimed. */
export function compileMatcher(provider: string, header: string, algorithm: Algorithm): Match {
  // Reused by every call: verification is synchronous, and nothing of the caller's runs between a write and its read.
  const actual = new Uint8Array(algorithm.byteLength);

  return (claims, before, body, keys) => {
    for (let index = 0; index < keys.length; index++) {
      backend.hmac(actual, algorithm, keys[index], before, body);
      for (const claimed of claims) {
        if (backend.equal(actual, claimed)) return index;
      }
    }
    throw new WebhookError(
      "signature-mismatch",
      provider,
      `the ${header} header does not match. Compare the secrets, and pass the body as it came.`,
    );
  };
}
