import { backend } from "#crypto";
import { algorithmOf } from "../crypto/algorithms.ts";
import { oneSignature, severalSignatures } from "./signature-header.ts";
import type { PreparedKey } from "../crypto/backend.ts";
import { decoderOf, encode } from "../encoding/encoding.ts";
import { oneValue, presentHeader, type SettledHeaders } from "../delivery/headers.ts";
import { decodeKey } from "./key-decoding.ts";
import { keyCache } from "./key-cache.ts";
import { compileMatcher } from "./match-signature.ts";
import type { Secret, VerifyOptions } from "../delivery/verify-options.ts";
import type { SignatureScheme } from "./scheme.ts";
import { compileSignedText, type SignedValues } from "./signed-text.ts";
import type { AuthenticDelivery, Verifier } from "./verifier.ts";
import { utf8 } from "../encoding/utf8.ts";

/** A scheme made ready: checked once, its scratch space and key cache its own. */
export interface CompiledScheme extends Verifier {
  /** Headers that a sender with this scheme adds. */
  sign(body: Uint8Array, secret: Secret, values: SignedValues): Record<string, string>;
}

/** Compiles a scheme that was checked. TypeError for an unknown algorithm. */
export function compileScheme(provider: string, scheme: SignatureScheme): CompiledScheme {
  const { header, encoding, separator, prefix = "", key } = scheme;
  const algorithm = algorithmOf(scheme.algorithm);
  const keyOf = keyCache(algorithm, key === undefined ? utf8 : decodeKey(key));
  const signedText = compileSignedText(provider, scheme);
  const form = {
    provider,
    header,
    prefix,
    byteLength: algorithm.byteLength,
    decode: decoderOf(encoding),
    encoded: encoding === "hex" ? "lower-case hex" : "padded base64",
  };
  const readClaims =
    separator === undefined
      ? oneSignature(form)
      : severalSignatures(form, separator, scheme.timestamp?.entry);

  const match = compileMatcher(provider, header, algorithm);

  function verify(
    headers: SettledHeaders,
    body: Uint8Array,
    keys: readonly PreparedKey[],
    now: VerifyOptions["now"],
  ): AuthenticDelivery {
    const found = presentHeader(provider, headers, header);
    if (signedText === undefined) {
      const claims = readClaims(oneValue(provider, header, found));
      return { headers, body, secretIndex: match(claims, "", body, keys) };
    }

    const foundTexts = signedText.find(headers); // every header must be there before one of them is judged
    const value = oneValue(provider, header, found);
    const claims = readClaims(value);
    const signed = signedText.read(foundTexts, value);
    const secretIndex = match(claims, signed.before, body, keys);
    // A clock of the caller's may hold the bytes that were just verified. None is the rule, and costs no copy.
    const verified = now === undefined ? body : new Uint8Array(body);
    signedText.checkTime(signed, now);
    return { headers, body: verified, secretIndex };
  }

  function sign(body: Uint8Array, secret: Secret, values: SignedValues): Record<string, string> {
    const actual = new Uint8Array(algorithm.byteLength);
    const signed = signedText?.write(values);
    backend.hmac(actual, algorithm, keyOf(secret), signed?.before ?? "", body);
    return { ...signed?.headers, [header]: `${signed?.entry ?? ""}${prefix}${encode(encoding, actual)}` };
  }

  return { keyOf, verify, sign };
}
