import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "../crypto/backend.ts";
import { WebhookError } from "../errors/error.ts";

/** Finds the key that made one of the signatures, or throws `signature-mismatch`. */
export type MatchSignature = (
  signatures: readonly Uint8Array[],
  before: string,
  body: Uint8Array,
  keys: readonly PreparedKey[],
) => number;

/**
 * The one place that computes and compares signatures: one HMAC per key, however many signatures a
 * header holds.
 */
export function compileMatcher(provider: string, header: string, algorithm: Algorithm): MatchSignature {
  // Reused by every call: verification is synchronous, and no code of the caller's runs between a
  // write and its read.
  const actual = new Uint8Array(algorithm.byteLength);

  return (signatures, before, body, keys) => {
    for (let index = 0; index < keys.length; index++) {
      backend.hmac(actual, algorithm, keys[index], before, body);
      for (const signature of signatures) {
        if (backend.equal(actual, signature)) return index;
      }
    }
    throw mismatch(provider, header);
  };
}

/** @param causes What is certain beside it: sentences, each with a space behind it. */
export function mismatch(provider: string, header: string, causes = ""): WebhookError {
  return new WebhookError(
    "signature-mismatch",
    provider,
    `the ${header} header does not match. ${causes}Compare the secrets. Pass the body as it came, before any parser.`,
  );
}
