import { backend } from "#crypto";
import type { Algorithm } from "../crypto/backend.ts";
import { createKeyCache } from "./key-cache.ts";
import { compileMatcher } from "./match-signature.ts";
import type { SignatureMethod } from "./signature-method.ts";

/** Signatures by HMAC: whoever verifies has the secret that signs. */
export function compileHmac(
  provider: string,
  header: string,
  algorithm: Algorithm,
  bytesOf: (secret: string) => Uint8Array,
): SignatureMethod {
  const keyOf = createKeyCache((secret) => backend.prepareKey(algorithm, secret), bytesOf);
  return {
    keyOf,
    match: compileMatcher(provider, header, algorithm),
    sign(secret, before, body) {
      const signature = new Uint8Array(algorithm.byteLength);
      backend.hmac(signature, algorithm, keyOf(secret), before, body);
      return signature;
    },
  };
}
