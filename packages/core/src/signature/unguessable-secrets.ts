import type { Secret, TokenSecret } from "../delivery/secret.ts";
import { encode } from "../encoding/encoding.ts";
import { everyPart } from "./every-part.ts";
import { encodedKey } from "./key-decoding.ts";
import type { Scheme } from "./scheme.ts";

/**
 * A secret for each scheme that nobody has: a delivery for an unknown tenant is then refused with
 * the same codes, in the same time, as one of a known tenant that is forged.
 */
export function unguessableSecrets(schemes: readonly Scheme[]): readonly (Secret | TokenSecret)[] {
  return schemes.map((scheme) => {
    if (scheme.kind === "token") return { token: encode("hex", randomBytes()) };
    const { key, algorithm } = scheme;
    if (key === undefined) return randomBytes();
    const textOf = (bytes: Uint8Array): string => (key.prefix ?? "") + encode(key.encoding, bytes);
    if (typeof algorithm === "string" || !("compile" in algorithm)) return textOf(randomBytes());
    // Half of all numbers are public keys, and nobody knows the private key of one that was drawn.
    const { keyOf } = algorithm.compile("", "", scheme, (decoding) => encodedKey(decoding, everyPart));
    for (;;) {
      const drawn = textOf(randomBytes());
      try {
        keyOf(drawn);
        return drawn;
      } catch {
        // Not one of them: draw again.
      }
    }
  });
}

function randomBytes(): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(32));
}
