import { backend } from "#crypto";
import { algorithmOf, type Hash } from "../crypto/algorithms.ts";
import { requireHeader } from "../delivery/headers.ts";
import { decodeHex, encodeHex } from "../encoding/hex.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { CompiledScheme } from "./compile-scheme.ts";
import { createKeyCache } from "./key-cache.ts";
import { compileMatcher } from "./match-signature.ts";
import { verifyWithCauses } from "./mismatch-causes.ts";
import type { SignatureScheme } from "./scheme.ts";
import { oneSignature } from "./signature-header.ts";
import type { Verifier } from "./verifier.ts";

/**
 * Compiles a hex scheme that `assertHexScheme` let through. Does what `compileScheme` does, without
 * what only other schemes need.
 */
export function compileHexScheme(provider: string, scheme: SignatureScheme): CompiledScheme {
  const verifier = compileHexVerifier(provider, scheme);
  const { header, prefix = "" } = scheme;
  const algorithm = algorithmOf(scheme.algorithm as Hash);
  return {
    headers: [header],
    keyOf: verifier.keyOf,
    verify: verifyWithCauses(provider, header, verifier),
    sign(body, secret) {
      const actual = new Uint8Array(algorithm.byteLength);
      backend.hmac(actual, algorithm, verifier.keyOf(secret), "", body);
      return { [header]: prefix + encodeHex(actual) };
    },
  };
}

/** The half of a hex scheme that verifies: one signature in hex, of the body alone. */
export function compileHexVerifier(provider: string, scheme: SignatureScheme): Verifier {
  const { header, prefix = "" } = scheme;
  const algorithm = algorithmOf(scheme.algorithm as Hash);
  const readSignatures = oneSignature({
    provider,
    header,
    prefix,
    byteLength: algorithm.byteLength,
    decode: decodeHex,
    encoded: "lower-case hex",
  });
  const match = compileMatcher(provider, header, algorithm);
  return {
    keyOf: createKeyCache((secret) => backend.prepareKey(algorithm, secret), utf8),
    verify(headers, body, keys) {
      const signatures = readSignatures(requireHeader(provider, headers, header));
      return { headers, body, secretIndex: match(signatures, "", body, keys) };
    },
  };
}
