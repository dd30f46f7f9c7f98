// For runtimes that may lack node:crypto: browsers, edge-light, workerd. Chosen by export condition, never on Node.
import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { CHash } from "@noble/hashes/utils.js";
import { encodeHex } from "../encoding/hex.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Algorithm, CryptoBackend, Sha256Hex } from "./backend.ts";
import { bareView } from "./bare-view.ts";
import { backend as node, sha256Hex as nodeSha256Hex } from "./node.ts";

type KeyedHash = ReturnType<typeof hmac.create>;

export const portable: CryptoBackend = {
  name: "@noble/hashes",

  // The state after both key pads; each use starts from a clone of it.
  prepareKey: (algorithm, secret) => hmac.create(implementationOf(algorithm), secret),

  hmac(target, _algorithm, key, before, body) {
    const state = (key as KeyedHash).clone();
    if (before !== "") state.update(utf8(before));
    state.update(bareView(body)).digestInto(target);
  },

  equal(left, right) {
    let difference = left.length ^ right.length;
    for (let index = 0; index < left.length; index++) difference |= left[index]! ^ right[index]!;
    return difference === 0;
  },
};

export const portableSha256Hex: Sha256Hex = (bytes) => encodeHex(sha256(bareView(bytes)));

function implementationOf(algorithm: Algorithm): CHash {
  if (algorithm.implementation !== undefined) return algorithm.implementation as CHash;
  if (algorithm.name === "sha1") return sha1;
  if (algorithm.name === "sha256") return sha256;
  throw new TypeError(
    `${algorithm.name} was loaded for Node. Resolve @flaghook/core with one set of conditions.`,
  );
}

const hasNodeCrypto = findNodeCrypto();

export const backend: CryptoBackend = hasNodeCrypto ? node : portable;
export const sha256Hex: Sha256Hex = hasNodeCrypto ? nodeSha256Hex : portableSha256Hex;

/**
 * workerd with nodejs_compat has the real thing. Next's edge runtime has a function that throws,
 * and others may give an object without anything in it.
 */
function findNodeCrypto(): boolean {
  try {
    return typeof process.getBuiltinModule("node:crypto").createHmac === "function";
  } catch {
    return false; // no process, no such function, or a stub of it
  }
}
