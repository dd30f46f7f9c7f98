// For runtimes that may lack node:crypto, or its ed25519. Chosen by export condition, never on Node.
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { utf8 } from "../encoding/utf8.ts";
import { bareView } from "./bare-view.ts";
import type { Ed25519Engine } from "./ed25519-engine.ts";
import { toNumber, toScalar } from "./ed25519-form.ts";
import { engine as node } from "./ed25519-node.ts";

const { Point } = ed25519;

interface Key {
  readonly bytes: Uint8Array;
  readonly negated: InstanceType<typeof Point>;
}

/**
 * Compares R itself with SB - kA, as node:crypto does. noble's own `verify` multiplies both by the
 * cofactor first: what is accepted would differ from runtime to runtime.
 */
export const portable: Ed25519Engine = {
  name: "@noble/curves",
  preparePublicKey(bytes): Key {
    const copy = new Uint8Array(bytes);
    return { bytes: copy, negated: Point.fromBytes(copy).negate() };
  },
  verify(key, signature, before, body) {
    const { bytes, negated } = key as Key;
    const r = signature.subarray(0, 32);
    const hash = sha512.create().update(r).update(bytes).update(utf8(before)).update(bareView(body)).digest();
    const scalar = toNumber(signature.subarray(32));
    const expected = Point.BASE.multiplyUnsafe(scalar)
      .add(negated.multiplyUnsafe(toScalar(hash)))
      .toBytes();
    return r.every((byte, index) => byte === expected[index]); // nothing in it is secret
  },
  publicKeyOf: (seed) => ed25519.getPublicKey(seed),
  sign(seed, before, body) {
    const prefix = utf8(before);
    const view = bareView(body);
    const text = new Uint8Array(prefix.length + view.length);
    text.set(prefix);
    text.set(view, prefix.length);
    return ed25519.sign(text, seed);
  },
};

/** workerd with nodejs_compat has the real thing, or a part of it: only what works counts. */
function hasNodeEd25519(): boolean {
  try {
    const seed = new Uint8Array(32);
    const key = node.preparePublicKey(node.publicKeyOf(seed));
    const empty = new Uint8Array(0);
    return node.verify(key, node.sign(seed, "works", empty), "works", empty);
  } catch {
    return false;
  }
}

let chosen: Ed25519Engine | undefined;

function choose(): Ed25519Engine {
  return (chosen ??= hasNodeEd25519() ? node : portable);
}

export const engine: Ed25519Engine = {
  get name() {
    return choose().name;
  },
  preparePublicKey: (publicKey) => choose().preparePublicKey(publicKey),
  verify: (key, signature, before, body) => choose().verify(key, signature, before, body),
  publicKeyOf: (seed) => choose().publicKeyOf(seed),
  sign: (seed, before, body) => choose().sign(seed, before, body),
};
