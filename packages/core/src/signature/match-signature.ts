import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "../crypto/backend.ts";
import { WebhookError } from "../errors/error.ts";
import type { FindCauses } from "./mismatch-causes.ts";
import type { ReadDelivery } from "./verifier.ts";

/** Finds the key that made one of the signatures, or throws `signature-mismatch`. */
export type MatchSignature = (
  signatures: readonly Uint8Array[],
  before: string,
  delivery: ReadDelivery,
) => number;

/**
 * The one place that computes and compares signatures: one HMAC per key, however many signatures a
 * header holds.
 *
 * @param findCauses Says more about a mismatch. Left out where a bundle must stay small.
 */
export function compileMatcher(
  provider: string,
  header: string,
  algorithm: Algorithm,
  findCauses?: FindCauses,
): MatchSignature {
  // Reused by every call: verification is synchronous, and no code of the caller's runs between a
  // write and its read.
  const actual = new Uint8Array(algorithm.byteLength);

  function isMadeWith(
    key: PreparedKey,
    signatures: readonly Uint8Array[],
    before: string,
    body: Uint8Array,
  ): boolean {
    backend.hmac(actual, algorithm, key, before, body);
    for (const signature of signatures) if (backend.equal(actual, signature)) return true;
    return false;
  }

  return (signatures, before, { body, keys, secrets, givenHeaders }) => {
    for (let index = 0; index < keys.length; index++) {
      if (isMadeWith(keys[index], signatures, before, body)) return index;
    }
    const causes = findCauses?.({
      secrets,
      headers: givenHeaders,
      body,
      isSignedWith: (secret) => isMadeWith(backend.prepareKey(algorithm, secret), signatures, before, body),
    });
    throw new WebhookError(
      "signature-mismatch",
      provider,
      `the ${header} header does not match this body and secret. ${causes ?? ""}Pass the body as it came, and compare the secrets, or run npx flaghook explain.`,
    );
  };
}
