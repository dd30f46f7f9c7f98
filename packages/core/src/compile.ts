import { backend } from "#crypto";
import { algorithmOf, checkScheme } from "./check-scheme.ts";
import { compileClaims } from "./claims.ts";
import type { PreparedKey } from "./crypto-backend.ts";
import { encode } from "./encoding.ts";
import { WebhookError } from "./error.ts";
import { oneValue, presentHeader, type HeadersInput } from "./headers.ts";
import { keyCache } from "./keys.ts";
import type { Secret, VerifyOptions } from "./options.ts";
import type { SignatureScheme } from "./scheme.ts";
import { compileSignedText, type SignedValues } from "./signed-text.ts";

/** A scheme made ready: checked once, its scratch space and key cache its own. */
export interface CompiledScheme {
  /** The prepared keys of a secret, or of each in a list. TypeError for a text that is not of the scheme's form. */
  keysOf(secret: VerifyOptions["secret"]): readonly PreparedKey[];
  /** Index of the key that signed this delivery. Throws WebhookError for a delivery that none of them signed. */
  verify(
    headers: HeadersInput,
    body: Uint8Array,
    keys: readonly PreparedKey[],
    now: VerifyOptions["now"],
  ): number;
  /** Headers that a sender with this scheme adds. */
  sign(body: Uint8Array, secret: Secret, values: SignedValues): Record<string, string>;
}

/** @throws {TypeError} when the scheme contradicts itself */
export function compileScheme(provider: string, scheme: SignatureScheme): CompiledScheme {
  checkScheme(scheme);
  const { header, encoding, prefix = "" } = scheme;
  const algorithm = algorithmOf(scheme);
  const keyOf = keyCache(algorithm, scheme.key);
  const claims = compileClaims(provider, scheme, algorithm.byteLength);
  const signedText = compileSignedText(provider, scheme);

  // Reused by every call: verification is synchronous, and nothing of the caller's runs between a write and its read.
  const actual = new Uint8Array(algorithm.byteLength);

  function keysOf(secret: VerifyOptions["secret"]): readonly PreparedKey[] {
    if (typeof secret === "string") return [keyOf(secret)];
    return Array.isArray(secret) ? (secret as Secret[]).map(keyOf) : [keyOf(secret as Secret)];
  }

  function verify(
    headers: HeadersInput,
    body: Uint8Array,
    keys: readonly PreparedKey[],
    now: VerifyOptions["now"],
  ): number {
    const value = presentHeader(provider, headers, header);
    if (signedText === undefined)
      return match(claims.read(oneValue(provider, header, value)), "", body, keys);

    const texts = signedText.find(headers);
    const entries = oneValue(provider, header, value);
    const candidates = claims.read(entries);
    const signed = signedText.read(texts, entries);
    const secretIndex = match(candidates, signed.before, body, keys);
    signedText.checkTime(signed, now);
    return secretIndex;
  }

  /** One HMAC per key, however many signatures the header holds. */
  function match(
    candidates: readonly Uint8Array[],
    before: string,
    body: Uint8Array,
    keys: readonly PreparedKey[],
  ): number {
    for (let index = 0; index < keys.length; index++) {
      backend.hmac(actual, algorithm, keys[index], before, body);
      for (const candidate of candidates) {
        if (backend.equal(actual, candidate)) return index;
      }
    }
    throw new WebhookError(
      "signature-mismatch",
      provider,
      `the ${header} header does not match the body. Compare the secret with the sender's, and pass the body's bytes as they came: ` +
        "a body that was parsed and serialised again has other bytes.",
    );
  }

  function sign(body: Uint8Array, secret: Secret, values: SignedValues): Record<string, string> {
    const signed = signedText?.write(values);
    backend.hmac(actual, algorithm, keyOf(secret), signed?.before ?? "", body);
    return { ...signed?.headers, [header]: `${signed?.entry ?? ""}${prefix}${encode(encoding, actual)}` };
  }

  return { keysOf, verify, sign };
}
