import { backend } from "#crypto";
import type { Algorithm, PreparedKey } from "./crypto-backend.ts";
import type { Secret } from "./options.ts";

/** Prepared keys kept per scheme. One tenant each on a busy server; beyond it the oldest is prepared again when needed. */
const MAX_KEYS = 1024;

/** Turns secrets into prepared keys, each once: preparing costs about 1 µs, looking one up 10 ns. */
export function keyCache(
  algorithm: Algorithm,
  bytesOf: (secret: string) => Uint8Array,
): (secret: Secret) => PreparedKey {
  const keys = new Map<string | bigint, PreparedKey>();
  return (secret) => {
    const name = typeof secret === "string" ? secret : numberOf(secret);
    let key = keys.get(name);
    if (key === undefined) {
      key = backend.prepareKey(algorithm, typeof secret === "string" ? bytesOf(secret) : secret);
      if (keys.size >= MAX_KEYS) keys.delete(keys.keys().next().value!);
      keys.set(name, key);
    }
    return key;
  };
}

/** Bytes are told apart by content, since the caller may reuse the array, and by a number, which no text equals. */
function numberOf(secret: Uint8Array): bigint {
  return secret.reduce((number, byte) => number * 256n + BigInt(byte), 1n); // from 1, to keep leading zeros
}
