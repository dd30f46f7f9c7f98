import { algorithmOf } from "../crypto/algorithms.ts";
import { oneSignature } from "./signature-header.ts";
import { decodeHex } from "../encoding/hex.ts";
import { oneValue, presentHeader } from "../delivery/headers.ts";
import { keyCache } from "./key-cache.ts";
import { compileMatcher } from "./match-signature.ts";
import type { SignatureScheme } from "./scheme.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Verifier } from "./verifier.ts";

/**
 * Compiles a plain scheme: one signature in hex, of the body alone.
 *
 * @throws {TypeError} when the scheme is not plain, or its header not a name in lower case
 */
export function plainVerifier(provider: string, scheme: SignatureScheme): Verifier {
  const { header, prefix = "", algorithm: given, encoding, ...further } = scheme;
  if (encoding !== "hex" || Object.keys(further).length > 0) {
    throw new TypeError("not a plain scheme: use defineProvider.");
  }
  // From JavaScript it may be anything.
  if (header !== `${header}`.toLowerCase()) throw new TypeError("scheme.header must be in lower case.");
  const algorithm = algorithmOf(given);
  const { byteLength } = algorithm;
  const readClaims = oneSignature({
    provider,
    header,
    prefix,
    byteLength,
    decode: decodeHex,
    encoded: "lower-case hex",
  });
  const match = compileMatcher(provider, header, algorithm);
  return {
    keyOf: keyCache(algorithm, utf8),
    verify(headers, body, keys) {
      const value = oneValue(provider, header, presentHeader(provider, headers, header));
      return { headers, body, secretIndex: match(readClaims(value), "", body, keys) };
    },
  };
}
