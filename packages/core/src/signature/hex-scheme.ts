import { algorithmOf } from "../crypto/algorithms.ts";
import type { CompiledScheme } from "./compile-scheme.ts";
import { backend } from "#crypto";
import { encodeHex } from "../encoding/hex.ts";
import { plainVerifier } from "./hex-verifier.ts";
import type { SignatureScheme } from "./scheme.ts";

/** Compiles a plain scheme. Does what `compileScheme` does and leaves out all that other schemes need. */
export function compilePlain(provider: string, scheme: SignatureScheme): CompiledScheme {
  const verifier = plainVerifier(provider, scheme);
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
