import { assert, assertAwaited } from "../errors/assert.ts";
import { tagOf } from "../errors/tag.ts";

/** A shared key, as the provider shows it. */
export type Secret = string | Uint8Array;

/**
 * A secret that the sender sends as it is, named as such: beside a signing key, a text alone would
 * not say which of the two it is.
 */
export interface TokenSecret {
  readonly token: Secret;
}

/** Nothing at all, and the texts of a value that was missing: every forger can sign with these. */
const KNOWN_TO_ALL = /^(undefined|null|\[object (Object|Promise)\])?$/;

/**
 * One usable secret: a text, or a copy of the bytes, which nobody can change afterwards.
 *
 * @throws {TypeError} when it is neither, empty, or the text of a value that was missing, in bytes
 *   too
 */
export function readSecret(given: unknown): Secret {
  assertAwaited("secret", given);
  // By tag: a Uint8Array of another realm is one all the same.
  const isBytes = tagOf(given) === "Uint8Array";
  const secret = isBytes ? new Uint8Array(given as Uint8Array) : given;
  // None of those texts has more than 16 characters.
  const text = isBytes ? String.fromCharCode(...(secret as Uint8Array).subarray(0, 17)) : secret;
  assert(
    typeof text === "string" && !KNOWN_TO_ALL.test(text),
    'secret must be text or bytes, not empty or "undefined". Is its environment variable set?',
  );
  return secret as Secret;
}
