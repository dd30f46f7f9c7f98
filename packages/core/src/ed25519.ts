import { engine } from "#ed25519";
import { faultOfPublicKey, isCanonical } from "./crypto/ed25519-form.ts";
import { createKeyPairCompiler } from "./signature/key-pair-method.ts";
import type { KeyPairAlgorithm } from "./signature/signature-method.ts";

/**
 * Ed25519 for `scheme.algorithm`: the sender has a private key, and you have the public one, which
 * is no secret. An import of its own: bundles carry its code only if a scheme names it.
 *
 * Takes keys and signatures in the form of RFC 8032 alone. Keys of small order, under which anybody
 * can sign, are TypeErrors; a signature that could be written in two ways is refused.
 * On Node it is `node:crypto`'s, elsewhere that of `@noble/curves`, with the same result.
 *
 * @example
 * ```ts
 * import { defineProvider } from "@flaghook/core";
 * import { ed25519 } from "@flaghook/core/ed25519";
 *
 * export const acme = defineProvider({
 *   id: "acme",
 *   scheme: {
 *     header: "x-acme-signature",
 *     algorithm: ed25519,
 *     encoding: "base64",
 *     key: { encoding: "base64", prefix: "whpk_" },
 *     privateKey: { encoding: "base64", prefix: "whsk_" },
 *   },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 * });
 * ```
 */
export const ed25519: KeyPairAlgorithm = {
  name: "ed25519",
  byteLength: 64,
  maxSignatures: 3,
  compile: /* @__PURE__ */ createKeyPairCompiler({
    prepareKey(publicKey) {
      const fault = faultOfPublicKey(publicKey);
      if (fault !== undefined) throw new TypeError(`secret ${fault}. It must be an ed25519 public key.`);
      return engine.preparePublicKey(publicKey);
    },
    verify: (key, signature, before, body) =>
      isCanonical(signature) && engine.verify(key, signature, before, body),
    sign(privateKey, before, body) {
      const seed = privateKey.slice(0, 32);
      if (isPrivateKey(privateKey, seed)) return engine.sign(seed, before, body);
      throw new TypeError(
        "secret must be an ed25519 private key: a seed of 32 bytes, with or without its public key behind it.",
      );
    },
  }),
};

function isPrivateKey(given: Uint8Array, seed: Uint8Array): boolean {
  if (given.length !== 64) return given.length === 32;
  return engine.publicKeyOf(seed).every((byte, index) => byte === given[32 + index]);
}
