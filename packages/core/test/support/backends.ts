import { backend as node, sha256Hex as nodeSha256Hex } from "../../src/crypto/node.ts";
import { portable, portableSha256Hex } from "../../src/crypto/portable.ts";
import type { Algorithm, CryptoBackend } from "../../src/crypto/backend.ts";
import { sha1, sha256 } from "../../src/crypto/algorithms.ts";
import { sha512 as sha512OfNode } from "../../src/crypto/sha512-node.ts";
import { sha512 as portableSha512 } from "../../src/crypto/sha512-portable.ts";

export const backends = [
  {
    name: "node:crypto",
    backend: node,
    sha256Hex: nodeSha256Hex,
    algorithms: { sha1, sha256, sha512: sha512OfNode },
  },
  {
    name: "@noble/hashes",
    backend: portable,
    sha256Hex: portableSha256Hex,
    algorithms: { sha1, sha256, sha512: portableSha512 },
  },
] as const;

/** The HMAC of text and body as hex. */
export function hmacHex(
  backend: CryptoBackend,
  algorithm: Algorithm,
  secret: Uint8Array,
  before: string,
  body: Uint8Array,
): string {
  const target = new Uint8Array(algorithm.byteLength);
  backend.hmac(target, algorithm, backend.prepareKey(algorithm, secret), before, body);
  return Buffer.from(target).toString("hex");
}
