import type { PreparedKey } from "../crypto/backend.ts";
import { readSecret } from "../delivery/secret.ts";
import { createKeyCache } from "./key-cache.ts";
import { mismatch } from "./match-signature.ts";
import type { KeyPairAlgorithm } from "./signature-method.ts";

/** What an algorithm with a pair of keys computes. */
export interface KeyPairFunctions {
  /** Prepares a public key. TypeError unless these bytes are one. */
  readonly prepareKey: (publicKey: Uint8Array) => PreparedKey;
  /** Whether a key's owner signed `before` (UTF-8) followed by `body`. */
  readonly verify: (key: PreparedKey, signature: Uint8Array, before: string, body: Uint8Array) => boolean;
  /** Signs the same. TypeError unless these bytes are a private key. */
  readonly sign: (privateKey: Uint8Array, before: string, body: Uint8Array) => Uint8Array;
}

/**
 * How such an algorithm finds the key of a signature. Nothing in it is secret, so that no
 * comparison has to take constant time.
 */
export function createKeyPairCompiler({
  prepareKey,
  verify,
  sign,
}: KeyPairFunctions): KeyPairAlgorithm["compile"] {
  return (provider, header, { key, privateKey }, decoderOf) => {
    const decodePublic = decoderOf(key!); // assertScheme demands it
    const decodePrivate = decoderOf(privateKey ?? key!);
    const isPrivate = (secret: string): boolean =>
      privateKey?.prefix !== undefined && secret.startsWith(privateKey.prefix);
    return {
      keyOf: createKeyCache(prepareKey, (secret) => {
        if (!isPrivate(secret)) return decodePublic(secret);
        throw new TypeError("secret is the private key, which only the sender has: pass the public one.");
      }),
      match(signatures, before, body, keys) {
        for (let index = 0; index < keys.length; index++) {
          if (signatures.some((signature) => verify(keys[index], signature, before, body))) return index;
        }
        throw mismatch(provider, header);
      },
      sign(given, before, body) {
        const secret = readSecret(given);
        return sign(typeof secret === "string" ? decodePrivate(secret) : secret, before, body);
      },
    };
  };
}
