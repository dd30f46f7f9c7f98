import { algorithmOf } from "../crypto/algorithms.ts";
import { requireHeader, requireOneValue, requireTwoEntries } from "../delivery/headers.ts";
import type { Secret, TokenSecret } from "../delivery/secret.ts";
import { decoderOf, encode } from "../encoding/encoding.ts";
import { compileHmac } from "./hmac-method.ts";
import { verifyWithCauses } from "./mismatch-causes.ts";
import type { SignatureScheme } from "./scheme.ts";
import { compileOneSignature, compileSignatureList } from "./signature-header.ts";
import type { SignatureMethod } from "./signature-method.ts";
import { compileSignedText, type SignedText, type SignedValues } from "./signed-text.ts";
import type { Verifier, Verify } from "./verifier.ts";

/** No rotation needs more than this, and each one is compared. */
const MAX_SIGNATURES = 16;

/** A compiled scheme, with scratch space and a key cache of its own. */
export interface CompiledScheme extends Verifier {
  /** Every header that verifying reads. */
  readonly headers: readonly string[];
  /** The header with the id that it signs. */
  readonly idHeader?: string | undefined;
  /** Nothing is signed: the secret itself is sent. */
  readonly isToken?: boolean;
  /** Headers that a sender with this scheme adds. */
  sign(body: Uint8Array, secret: Secret | TokenSecret, values: SignedValues): Record<string, string>;
}

/** Compiles a scheme that `assertScheme` let through. TypeError for an unknown algorithm. */
export function compileScheme(provider: string, scheme: SignatureScheme): CompiledScheme {
  const { header, encoding, prefix = "" } = scheme;
  const { verifier, method, signedText, headers } = compileSchemeVerifier(provider, scheme);

  function sign(
    body: Uint8Array,
    secret: Secret | TokenSecret,
    values: SignedValues,
  ): Record<string, string> {
    const signed = signedText?.write(values);
    const signature = encode(encoding, method.sign(secret, signed?.before ?? "", body));
    return { ...signed?.headers, [header]: `${signed?.entry ?? ""}${prefix}${signature}` };
  }

  return {
    headers,
    idHeader: scheme.id?.header,
    keyOf: verifier.keyOf,
    verify: verifyWithCauses(provider, header, verifier),
    sign,
  };
}

/** The half that verifies, and what the other half needs of it. */
interface SchemeVerifier {
  readonly verifier: Verifier;
  readonly headers: readonly string[];
  readonly method: SignatureMethod;
  readonly signedText: SignedText | undefined;
}

/** The half of a scheme that verifies. */
export function compileSchemeVerifier(provider: string, scheme: SignatureScheme): SchemeVerifier {
  const { header, encoding, separator, prefix = "", algorithm } = scheme;
  const isKeyPair = typeof algorithm === "object" && "compile" in algorithm;
  const { byteLength } = isKeyPair ? algorithm : algorithmOf(algorithm);
  const method = isKeyPair
    ? algorithm.compile(provider, header, scheme)
    : compileHmac(provider, header, algorithmOf(algorithm), scheme.key);
  const { keyOf, match } = method;
  const signedText = compileSignedText(provider, scheme);
  const form = {
    provider,
    header,
    prefix,
    byteLength,
    maxSignatures: isKeyPair ? algorithm.maxSignatures : MAX_SIGNATURES,
    decode: decoderOf(encoding),
    encoded: encoding === "hex" ? "lower-case hex" : "padded base64",
  };
  const readSignatures =
    separator === undefined
      ? compileOneSignature(form)
      : compileSignatureList(form, separator, scheme.timestamp?.entry);

  const readValue = separator === ", " ? requireTwoEntries : requireOneValue;

  const verify: Verify = (headers, body, keys, { now }) => {
    const found = requireHeader(provider, headers, header);
    if (signedText === undefined) {
      const signatures = readSignatures(readValue(provider, header, found));
      return { headers, body, secretIndex: match(signatures, "", body, keys) };
    }

    const foundTexts = signedText.find(headers); // every header must be there before we judge one of them
    const value = readValue(provider, header, found);
    const signatures = readSignatures(value);
    const signed = signedText.read(foundTexts, value);
    const secretIndex = match(signatures, signed.before, body, keys);
    // A clock of the caller's may keep the bytes that we just verified. Usually there is none, and no copy.
    const verified = now === undefined ? body : new Uint8Array(body);
    signedText.assertFresh(signed, now);
    return { headers, body: verified, secretIndex };
  };

  const names = [header, scheme.id?.header, scheme.timestamp?.header];
  return {
    verifier: { keyOf, verify },
    headers: names.filter((name) => name !== undefined),
    method,
    signedText,
  };
}
