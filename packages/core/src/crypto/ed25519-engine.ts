/** What differs from runtime to runtime of ed25519. Takes keys and signatures of the right form. */
export interface Ed25519Engine {
  readonly name: "node:crypto" | "@noble/curves";
  preparePublicKey(publicKey: Uint8Array): unknown;
  verify(key: unknown, signature: Uint8Array, before: string, body: Uint8Array): boolean;
  /** The public key of a seed. */
  publicKeyOf(seed: Uint8Array): Uint8Array;
  sign(seed: Uint8Array, before: string, body: Uint8Array): Uint8Array;
}
