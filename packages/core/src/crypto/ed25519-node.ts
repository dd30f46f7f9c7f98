// Names Node, as node.ts does. Bun, Deno and workerd with nodejs_compat come here too.
import type * as NodeCrypto from "node:crypto";
import { utf8 } from "../encoding/utf8.ts";
import { bareView } from "./bare-view.ts";
import type { Ed25519Engine } from "./ed25519-engine.ts";

/** What stands before the 32 bytes of a key in DER: its algorithm and its length. */
const SPKI = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const PKCS8 = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

function crypto(): typeof NodeCrypto {
  return process.getBuiltinModule("node:crypto");
}

export const engine: Ed25519Engine = {
  name: "node:crypto",
  preparePublicKey: (publicKey) =>
    crypto().createPublicKey({ key: joined(SPKI, publicKey) as Buffer, format: "der", type: "spki" }),
  verify: (key, signature, before, body) =>
    crypto().verify(null, joined(utf8(before), bareView(body)), key as NodeCrypto.KeyObject, signature),
  publicKeyOf(seed) {
    const spki = crypto().createPublicKey(privateKeyOf(seed)).export({ format: "der", type: "spki" });
    return new Uint8Array(spki).subarray(SPKI.length);
  },
  sign: (seed, before, body) =>
    new Uint8Array(crypto().sign(null, joined(utf8(before), bareView(body)), privateKeyOf(seed))),
};

function privateKeyOf(seed: Uint8Array): NodeCrypto.KeyObject {
  return crypto().createPrivateKey({ key: joined(PKCS8, seed) as Buffer, format: "der", type: "pkcs8" });
}

function joined(first: ArrayLike<number>, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
