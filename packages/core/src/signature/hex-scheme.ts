import { backend } from "#crypto";
import { algorithmOf } from "../crypto/algorithms.ts";
import { requireHeader, requireOneValue } from "../delivery/headers.ts";
import { decodeHex, encodeHex } from "../encoding/hex.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { CompiledScheme } from "./compile-scheme.ts";
import { createKeyCache } from "./key-cache.ts";
import { compileMatcher } from "./match-signature.ts";
import { findCauses, type FindCauses } from "./mismatch-causes.ts";
import type { SignatureScheme } from "./scheme.ts";
import { compileOneSignature } from "./signature-header.ts";
import type { Verifier } from "./verifier.ts";

/** Compiles a hex scheme. Does what `compileScheme` does, without what only other schemes need. */
export function compileHexScheme(provider: string, scheme: SignatureScheme): CompiledScheme {
  const verifier = compileHexVerifier(provider, scheme, findCauses);
  const { header, prefix = "", algorithm: given } = scheme;
  const algorithm = algorithmOf(given);
  return {
    ...verifier,
    sign(body, secret) {
      const actual = new Uint8Array(algorithm.byteLength);
      backend.hmac(actual, algorithm, verifier.keyOf(secret), "", body);
      return { [header]: prefix + encodeHex(actual) };
    },
  };
}

/**
 * The half of a hex scheme that verifies: one signature in hex, of the body alone.
 *
 * @throws {TypeError} when the scheme is another one, or its header's name not in lower case
 */
export function compileHexVerifier(provider: string, scheme: SignatureScheme, causes?: FindCauses): Verifier {
  const { header, prefix = "", algorithm: given, encoding, ...further } = scheme;
  if (encoding !== "hex" || Object.keys(further).length > 0) {
    throw new TypeError("not a hex scheme: use defineProvider.");
  }
  // From JavaScript it may be anything.
  if (typeof (header as unknown) !== "string" || header !== header.toLowerCase())
    throw new TypeError("scheme.header must be in lower case.");
  const algorithm = algorithmOf(given);
  const { byteLength } = algorithm;
  const readSignatures = compileOneSignature({
    provider,
    header,
    prefix,
    byteLength,
    decode: decodeHex,
    encoded: "lower-case hex",
  });
  const match = compileMatcher(provider, header, algorithm, causes);
  return {
    keyOf: createKeyCache(algorithm, utf8),
    verify(delivery) {
      const { headers, body } = delivery;
      const value = requireOneValue(provider, header, requireHeader(provider, headers, header));
      return { headers, body, secretIndex: match(readSignatures(value), "", delivery) };
    },
  };
}
