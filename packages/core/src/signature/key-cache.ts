import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "../crypto/backend.ts";
import type { Secret } from "../delivery/verify-options.ts";

/** Prepared keys kept per scheme. One tenant each on a busy server; beyond it the oldest is prepared again when needed. */
const MAX_KEYS = 1024;

/**
 * Turns secrets into prepared keys, a text once: preparing costs about 2 µs, looking it up 10 ns. Bytes are prepared each
 * time: the caller may reuse the array, and to tell it by its content costs about as much.
 */
export function keyCache(
  algorithm: Algorithm,
  bytesOf: (secret: string) => Uint8Array,
): (secret: Secret) => PreparedKey {
  const keys = new Map<string, PreparedKey>();
  return (secret) => {
    if (typeof secret !== "string") return backend.prepareKey(algorithm, secret);
    let key = keys.get(secret);
    if (key === undefined) {
      key = backend.prepareKey(algorithm, bytesOf(secret));
      if (keys.size >= MAX_KEYS) keys.delete(keys.keys().next().value!);
      keys.set(secret, key);
    }
    return key;
  };
}
